import { type Column, DataTable } from "@/components/ui/data-table";
import { InlineUntrusted } from "@/components/ui/revealed";
import type { ScenarioResult } from "@/sdk/wire/redteam";
import { scenarioHref, VerdictMark } from "./redteam-looks";

const rank = { passed: 0, void: 1, contained: 2 } as const;
export const controlSaid = (control: ScenarioResult["control"]): string =>
  control === null ? "not run" : control.got ? "succeeded" : "failed";

const columns: readonly Column<ScenarioResult>[] = [
  {
    id: "attack",
    header: "Attack",
    wrap: true,
    cell: ({ title, id }) => (
      <>
        <InlineUntrusted text={title} max={120} />
        <span className="block text-muted text-xs">
          <InlineUntrusted text={id} max={80} />
        </span>
      </>
    ),
  },
  { id: "control", header: "Without", width: "7rem", hideOnPhone: true, cell: ({ control }) => controlSaid(control) },
  {
    id: "observed",
    header: "With Gatehouse",
    width: "34%",
    wrap: true,
    hideOnPhone: true,
    cell: ({ observed }) => <InlineUntrusted text={observed?.seen ?? "not run"} max={160} />,
  },
  { id: "verdict", header: "Verdict", width: "9rem", cell: ({ verdict }) => <VerdictMark verdict={verdict} /> },
];

/** What passed through comes first. */
export const ScenariosTable = ({ runId, scenarios }: { runId: string; scenarios: readonly ScenarioResult[] }) => (
  <DataTable
    caption="Attacks"
    columns={columns}
    rows={[...scenarios].sort((a, b) => rank[a.verdict] - rank[b.verdict])}
    rowKey={({ id }) => id}
    rowHref={({ id }) => scenarioHref(runId, id)}
  />
);
