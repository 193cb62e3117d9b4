import Link from "next/link";
import { CallLine } from "@/components/ui/call-line";
import type { Column } from "@/components/ui/data-table";
import { formatDuration } from "@/components/ui/format-time";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import type { Call } from "@/lib/activity/contract";
import { CallEffect } from "./call-effect";
import { codeWords, lineOf } from "./call-words";

/** What came of a call, in a few words. */
export function outcomeWords({ source, effect, enforced, outcome, durationMs, checkpointStatus }: Call): string {
  if (outcome !== null) {
    const words = outcome === "succeeded" ? "ran" : outcome === "failed" ? "failed" : "outcome unknown";
    return durationMs === null || outcome === "unknown" ? words : `${words} in ${formatDuration(durationMs)}`;
  }
  if (source !== "point") return "not reported";
  if (effect === "deny" && enforced) return "not run";
  if (!enforced) return "only observed";
  if (effect === "allow") return "not reported yet";
  if (checkpointStatus === "pending" || checkpointStatus === null) return "waits";
  return checkpointStatus === "approved" || checkpointStatus === "redeemed" ? "not reported yet" : "not run";
}

const sourceWords = { telemetry: "telemetry", import: "imported" };

const tool: Column<Call> = {
  id: "tool",
  header: "Tool",
  cell: (call) => (
    <span className="animate-arrive">
      <InlineUntrusted text={call.tool} max={80} className="font-mono text-xs" />
    </span>
  ),
};
const line: Column<Call> = {
  id: "line",
  header: "Line",
  width: "11.5rem",
  cell: (call) => <CallLine {...lineOf(call)} size="mini" className="animate-arrive" />,
};
const agent: Column<Call> = {
  id: "agent",
  header: "Agent",
  width: "11rem",
  cell: (call) => (
    <Link href={`/agents/${encodeURIComponent(call.agentId)}`} className="hover:underline">
      <InlineUntrusted text={call.agentName} max={60} />
    </Link>
  ),
};
const decision: Column<Call> = {
  id: "decision",
  header: "Decision",
  width: "13rem",
  cell: (call) => (
    <span className="inline-flex max-w-full min-w-0 items-center gap-2 align-middle">
      <CallEffect call={call} />
      {call.enforced || call.effect === null || call.source === "import" ? null : (
        <span className="text-hold text-xs">not enforced</span>
      )}
      {call.source === "point" ? null : <span className="text-muted text-xs">{sourceWords[call.source]}</span>}
      {call.code === null || call.code === "permitted" ? null : (
        <span className="cut text-muted text-xs" title={codeWords[call.code]}>
          {codeWords[call.code]}
        </span>
      )}
    </span>
  ),
};
const outcome: Column<Call> = {
  id: "outcome",
  header: "Outcome",
  width: "8.5rem",
  hideBelow: "lg",
  cell: (call) => <span className="text-muted text-xs">{outcomeWords(call)}</span>,
};
const time: Column<Call> = {
  id: "at",
  header: "Received",
  width: "6.5rem",
  align: "end",
  cell: (call) => <Time at={call.receivedAt} className="text-muted text-xs" />,
};

export const callColumns: readonly Column<Call>[] = [tool, line, decision, agent, outcome, time];
/** For a page that is about one agent already. */
export const callColumnsOfAgent: readonly Column<Call>[] = [tool, line, decision, outcome, time];
