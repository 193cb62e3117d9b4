import { CircleSlash, Clock, FileQuestionMark, GitCompareArrows, Snowflake } from "lucide-react";
import Link from "next/link";
import { boundaryHref } from "@/components/isolation/isolation-looks";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { AllowGlyph } from "@/components/ui/glyphs";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { SandboxRun } from "@/lib/profiles/contract";

function RunMark({ run: { state, drift, source } }: { run: SandboxRun }) {
  if (state === "ended") return <Status tone="neutral" icon={CircleSlash} label="Ended" />;
  if (state === "silent") return <Status tone="unknown" icon={Clock} label="Not heard of" />;
  if (state === "frozen") return <Status tone="deny" icon={Snowflake} label="Frozen" />;
  if (source === "local") return <Status tone="unknown" icon={FileQuestionMark} label="Not reviewed" />;
  if (drift) return <Status tone="hold" icon={GitCompareArrows} label="Drifts" />;
  return <Status tone="allow" icon={AllowGlyph} label="In force" />;
}

const columns: readonly Column<SandboxRun>[] = [
  { id: "state", header: "State", width: "8.5rem", cell: (run) => <RunMark run={run} /> },
  {
    id: "agent",
    header: "Agent",
    wrap: true,
    cell: ({ agentId, agentName, pepName, learning }) => (
      <>
        <Link className="text-accent hover:underline" href={boundaryHref(agentId)}>
          <InlineUntrusted text={agentName ?? agentId} max={120} />
        </Link>
        <span className="block text-muted text-xs">
          <InlineUntrusted text={pepName} max={120} />
          {learning ? ", learning" : ""}
        </span>
      </>
    ),
  },
  {
    id: "what",
    header: "What it runs",
    width: "40%",
    wrap: true,
    cell: ({ profileName, version, drift, ending, lacks }) => (
      <>
        <InlineUntrusted text={profileName} max={100} />
        {version === null ? "" : `, version ${version}`}
        {drift ? <span className="block text-muted text-xs">{drift}</span> : null}
        {ending ? (
          <span className="block text-muted text-xs">
            <InlineUntrusted text={ending} max={200} />
          </span>
        ) : null}
        {lacks.length > 0 ? (
          <span className="block text-muted text-xs">
            Not enforced there: <InlineUntrusted text={lacks.join("; ")} max={600} />
          </span>
        ) : null}
      </>
    ),
  },
  {
    id: "since",
    header: "Started",
    width: "7rem",
    align: "end",
    cell: ({ startedAt }) => <Time at={startedAt} className="text-muted text-xs" />,
  },
];

export const ProfileRuns = ({ runs, caption }: { runs: readonly SandboxRun[]; caption: string }) => (
  <DataTable
    caption={caption}
    columns={columns}
    rows={runs}
    rowKey={({ id }) => id}
    empty={<EmptyState title="Nothing has run">Runs appear here while gatehouse run is at work.</EmptyState>}
  />
);
