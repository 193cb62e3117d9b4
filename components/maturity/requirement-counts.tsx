import Link from "next/link";
import { type Column, DataTable } from "@/components/ui/data-table";
import { formatCount } from "@/components/ui/format-number";
import { StageBadge } from "@/components/ui/status";
import type { RequirementCount, ScoreSheet } from "@/lib/maturity/standing-contract";

const failingHref = (id: string) => `/maturity/failing?requirement=${encodeURIComponent(id)}`;

const columns: Column<RequirementCount>[] = [
  { id: "stage", header: "Stage", width: "7rem", cell: ({ stage }) => <StageBadge stage={stage} /> },
  {
    id: "title",
    header: "Requirement",
    wrap: true,
    cell: ({ title, built }) => (
      <>
        {title}
        {built ? null : (
          <span className="block text-muted text-xs">Not built yet: it cannot be met, and counts against.</span>
        )}
      </>
    ),
  },
  {
    id: "worth",
    header: "Worth",
    width: "5rem",
    align: "end",
    hideBelow: "md",
    cell: ({ worth }) => <span className="tabular-nums">{worth.toFixed(2)}</span>,
  },
  { id: "met", header: "Met", width: "5rem", align: "end", cell: ({ met }) => formatCount(met) },
  {
    id: "unmet",
    header: "Not met",
    width: "6rem",
    align: "end",
    cell: ({ id, title, built, unmet }) => <Counted count={unmet} href={built ? failingHref(id) : null} of={title} />,
  },
  {
    id: "unmeasured",
    header: "Not measured",
    width: "7.5rem",
    align: "end",
    cell: ({ id, title, built, unmeasured }) => (
      <Counted count={unmeasured} href={built ? failingHref(id) : null} of={title} />
    ),
  },
];

function Counted({ count, href, of }: { count: number; href: string | null; of: string }) {
  if (count === 0 || !href) return <>{formatCount(count)}</>;
  return (
    <Link href={href} className="inline-block min-h-6 py-0.5 text-accent underline-offset-2 hover:underline">
      {formatCount(count)}
      <span className="sr-only"> agents: {of}</span>
    </Link>
  );
}

export const RequirementCounts = ({ sheet }: { sheet: ScoreSheet }) => (
  <DataTable caption="Requirements" columns={columns} rows={sheet.requirements} rowKey={({ id }) => id} />
);
