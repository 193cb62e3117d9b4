"use client";

import { useQuery } from "@tanstack/react-query";
import { plural } from "@/components/ui/format-number";
import { optionsFor } from "@/lib/client/query-options";
import { type StopPreview as Preview, previewStopOp } from "@/lib/enforcement/stop-contract";

/** What stopping this agent would stop, counted now. Until it is counted, nothing is claimed. */
export function StopPreview({ agentId, after }: { agentId: string; after: string }) {
  const { data, isError } = useQuery(optionsFor(previewStopOp, { scope: { kind: "agent", agentId } }));
  const counted = (words: (preview: Preview) => string) =>
    data ? words(data) : isError ? "could not be counted" : "being counted";
  return (
    <ul className="list-disc space-y-1 pl-4">
      <li>Every enforcement point refuses it at once: {counted(pointWords)}.</li>
      <li>Its held calls are cancelled, and approvals that it has not used become void: {counted(heldWords)}.</li>
      <li>Calls that run are let go of where the framework can: {counted(runningWords)}.</li>
      <li>What a server already does for it is not undone.</li>
      <li>{after}</li>
    </ul>
  );
}

function pointWords({ pointCount, unreachableCount: away }: Preview): string {
  if (pointCount === 0) return "none is connected for it now";
  const may = `${plural(pointCount, "point")} may act for it`;
  return away === 0 ? may : `${may}, of which ${away} cannot be reached now and stop${away === 1 ? "s" : ""} by lease`;
}

const heldWords = ({ heldCount }: Preview): string => (heldCount === 0 ? "none now" : `${heldCount} now`);

const runningWords = ({ runningCount, recentCount, minutes }: Preview): string =>
  `${runningCount} of its ${plural(recentCount, "call")} in the last ${minutes} minutes ${runningCount === 1 ? "has" : "have"} no outcome yet`;
