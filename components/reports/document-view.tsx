import { type Column, DataTable } from "@/components/ui/data-table";
import { Figure, FigureRow } from "@/components/ui/figure";
import { keyed } from "@/components/ui/keyed";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import type { Block, ReportDocument } from "@/lib/reports/document-contract";
import { columnShares } from "@/lib/reports/rules";

/** A report as the console shows it: the same sections as in its files. */
export function DocumentView({ document }: { document: ReportDocument }) {
  return document.sections.map(({ heading, blocks }) => (
    <Section key={heading} title={heading}>
      <div className="space-y-4">
        {keyed(blocks, (block) => JSON.stringify(block)).map(({ key, item }) => (
          <BlockView key={key} block={item} />
        ))}
      </div>
    </Section>
  ));
}

function BlockView({ block }: { block: Block }) {
  if (block.kind === "text")
    return (
      <p className="max-w-[72ch] text-sm">
        <InlineUntrusted text={block.text} max={2000} />
      </p>
    );
  if (block.kind === "figures")
    return (
      <FigureRow>
        {block.items.map(({ label, value, note }) => (
          <Figure key={label} label={label} value={value} note={note} />
        ))}
      </FigureRow>
    );
  return <TableView table={block} />;
}

type Line = { key: string; item: string[] };

function TableView({ table }: { table: Extract<Block, { kind: "table" }> }) {
  const { caption, rows, more, empty } = table;
  const shares = columnShares(table.columns, table.rows);
  const columns = table.columns.map(
    (header, place): Column<Line> => ({
      id: header,
      header,
      width: `${((shares[place] ?? 0) * 100).toFixed(1)}%`,
      wrap: true,
      cell: ({ item }) => <InlineUntrusted text={item[place] ?? ""} max={600} />,
    }),
  );
  if (rows.length === 0) return <p className="text-muted text-sm">{empty}</p>;
  return (
    <div>
      <h3 className="mb-1 font-medium text-sm">{caption}</h3>
      <DataTable
        caption={caption}
        rows={keyed(rows, (row) => row.join("\n"))}
        rowKey={({ key }) => key}
        columns={columns}
      />
      {more > 0 ? <p className="mt-1 text-muted text-xs">{more} more are not shown here.</p> : null}
    </div>
  );
}
