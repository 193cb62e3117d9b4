import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { KeyValue } from "@/components/ui/key-value";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import type { CanaryRunLine, WholeRun } from "@/lib/isolation/contract";
import type { CanaryAttempt } from "@/sdk/wire/canary-attempt";
import { ResultMark, VerdictMark } from "./isolation-looks";

type Seen = CanaryAttempt["control"];

const said = (seen: Seen, refused: string): string => {
  if (seen === null) return "not run";
  return seen.got ? "got it" : refused;
};

const attemptColumns: readonly Column<CanaryAttempt>[] = [
  { id: "attempt", header: "Attempt", wrap: true, cell: ({ attempt }) => <InlineUntrusted text={attempt} max={300} /> },
  { id: "control", header: "Outside", width: "6rem", cell: ({ control }) => said(control, "failed") },
  {
    id: "sandboxed",
    header: "In the sandbox",
    width: "30%",
    wrap: true,
    cell: ({ sandboxed }) => (
      <>
        {said(sandboxed, "refused")}
        {sandboxed ? (
          <span className="block break-all text-muted text-xs">
            <InlineUntrusted text={sandboxed.seen} max={160} />
          </span>
        ) : null}
      </>
    ),
  },
  { id: "verdict", header: "Verdict", width: "7.5rem", cell: ({ verdict }) => <VerdictMark verdict={verdict} /> },
];

const rank = { escaped: 0, void: 1, contained: 2 } as const;

/** What got out comes first. */
export const AttemptsTable = ({ attempts }: { attempts: readonly CanaryAttempt[] }) => (
  <DataTable
    caption="Attempts to get out"
    columns={attemptColumns}
    rows={[...attempts].sort((a, b) => rank[a.verdict] - rank[b.verdict])}
    rowKey={({ id }) => id}
    empty={<EmptyState title="Nothing was attempted">The machine could not begin.</EmptyState>}
  />
);

export const RunFacts = ({ run }: { run: WholeRun }) => (
  <KeyValue
    className="mb-4"
    items={[
      { label: "Result", value: <ResultMark result={run.result} /> },
      { label: "When", value: <Time at={run.at} absolute /> },
      { label: "By", value: <InlineUntrusted text={run.pepName} max={120} /> },
      {
        label: "Machine",
        value: <InlineUntrusted text={`Linux ${run.machine.kernel} on ${run.machine.arch}`} max={200} />,
      },
      {
        label: "Not enforced there",
        value: run.lacks.length > 0 ? <InlineUntrusted text={run.lacks.join("; ")} max={900} /> : "nothing is missing",
      },
      { label: "Policy", value: `revision ${run.revision}` },
      { label: "Signature", value: <span className="break-all">{run.signature}</span>, mono: true },
    ]}
  />
);

const runColumns: readonly Column<CanaryRunLine>[] = [
  { id: "result", header: "Result", width: "7rem", cell: ({ result }) => <ResultMark result={result} /> },
  {
    id: "reason",
    header: "What it came to",
    wrap: true,
    cell: ({ reason }) => <InlineUntrusted text={reason} max={300} />,
  },
  {
    id: "profile",
    header: "Profile",
    width: "9rem",
    wrap: true,
    hideOnPhone: true,
    cell: ({ profileName }) => <InlineUntrusted text={profileName} max={80} />,
  },
  {
    id: "at",
    header: "When",
    width: "7rem",
    align: "end",
    cell: ({ at }) => <Time at={at} className="text-muted text-xs" />,
  },
];

export const RunsTable = ({ runs }: { runs: readonly CanaryRunLine[] }) => (
  <DataTable caption="Runs of canaries" columns={runColumns} rows={runs} rowKey={({ id }) => id} />
);
