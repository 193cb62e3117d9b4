import Link from "next/link";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { Benchmark } from "@/lib/maturity/standing-contract";

const columns: Column<Benchmark>[] = [
  { id: "figure", header: "Figure", wrap: true, cell: ({ figure }) => figure },
  {
    id: "value",
    header: "Others",
    width: "11rem",
    wrap: true,
    cell: ({ value }) => <span className="tabular-nums">{value}</span>,
  },
  {
    id: "source",
    header: "Source",
    wrap: true,
    hideBelow: "md",
    cell: ({ source, date }) => (
      <>
        {source}
        <span className="block text-muted text-xs">{date}</span>
      </>
    ),
  },
  { id: "ours", header: "Here", wrap: true, cell: (row) => <Ours {...row} /> },
];

function Ours({ ours, why }: Benchmark) {
  if (!ours)
    return (
      <span className="text-muted text-xs">
        <span className="block">Not measured here</span>
        {why}
      </span>
    );
  return (
    <>
      {ours.href ? (
        <Link href={ours.href} className="inline-block min-h-6 py-0.5 font-medium tabular-nums hover:underline">
          {ours.value}
        </Link>
      ) : (
        <span className="font-medium tabular-nums">{ours.value}</span>
      )}
      <span className="block text-muted text-xs">{ours.basis}</span>
    </>
  );
}

/** What surveys say of others beside what is measured here. */
export const BenchmarkTable = ({ rows }: { rows: readonly Benchmark[] }) => (
  <DataTable caption="Benchmarks" columns={columns} rows={rows} rowKey={({ id }) => id} />
);
