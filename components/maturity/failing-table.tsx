import Link from "next/link";
import { type Column, DataTable } from "@/components/ui/data-table";
import { RiskTier, StageBadge } from "@/components/ui/status";
import type { Failing } from "@/lib/maturity/standing-contract";

const columns: Column<Failing>[] = [
  {
    id: "agent",
    header: "Agent",
    wrap: true,
    cell: ({ agentId, agentName }) => (
      <Link
        href={`/agents/${encodeURIComponent(agentId)}`}
        className="inline-block min-h-6 break-words py-0.5 font-medium hover:underline"
      >
        {agentName}
      </Link>
    ),
  },
  { id: "stage", header: "Stage", width: "7rem", cell: ({ stage }) => <StageBadge stage={stage} /> },
  { id: "risk", header: "Risk", width: "6rem", hideBelow: "md", cell: ({ riskTier }) => <RiskTier value={riskTier} /> },
  { id: "why", header: "Why", wrap: true, cell: ({ requirement }) => requirement.why },
  {
    id: "mend",
    header: "Mend",
    width: "5rem",
    cell: ({ agentName, requirement }) =>
      requirement.href ? (
        <Link href={requirement.href} className="inline-block min-h-6 py-0.5 text-accent hover:underline">
          Mend<span className="sr-only">: {agentName}</span>
        </Link>
      ) : (
        "–"
      ),
  },
];

export const FailingTable = ({ rows }: { rows: readonly Failing[] }) => (
  <DataTable caption="Agents that fail it" columns={columns} rows={rows} rowKey={({ agentId }) => agentId} />
);
