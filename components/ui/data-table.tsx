import { BodyRow, HeadRow, SkeletonRows } from "./data-table-rows";
import { RowKeys } from "./row-keys";
import type { DataTableProps } from "./table-types";

export type { Column, DataTableProps, Direction, Sort } from "./table-types";

/** Written out because display:block, which makes cards of rows on phones, takes a table's meaning away in some browsers. */
const tableRole = { role: "table" };
const groupRole = { role: "rowgroup" };

/**
 * A plain table: heavy rule above the heading, hairlines between rows; below 40rem each row becomes a card by CSS alone.
 * It has no hooks, so a server page may pass its functions straight in.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, loading, empty, className } = props;
  return (
    <RowKeys className={className}>
      <table {...tableRole} aria-busy={loading || undefined} className="w-full table-fixed border-collapse phone:block">
        <caption className="sr-only">{caption}</caption>
        <thead {...groupRole} className="sticky top-(--top-bar) z-10 bg-paper phone:sr-only">
          <HeadRow {...props} />
        </thead>
        <tbody {...groupRole} className="phone:block">
          {loading ? <SkeletonRows columns={columns} /> : null}
          {loading ? null : rows.map((row) => <BodyRow key={rowKey(row)} row={row} table={props} />)}
        </tbody>
      </table>
      {!loading && rows.length === 0 ? empty : null}
    </RowKeys>
  );
}
