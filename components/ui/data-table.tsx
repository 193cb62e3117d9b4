import type { ReactNode } from "react";
import { BodyRow, HeadRow, SkeletonRows } from "./data-table-rows";
import { RowKeys } from "./row-keys";

export type Direction = "asc" | "desc";
export type Sort = { column: string; direction: Direction };

export type Column<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  align?: "start" | "end";
  /** CSS width; columns without one share the rest. */
  width?: string;
  sortable?: boolean;
  /** Hidden below this page width; on phones, where rows are cards, it is shown again. */
  hideBelow?: "md" | "lg" | "xl";
  /** Leaves it out of the card on phones, when a card would grow too tall. */
  hideOnPhone?: boolean;
  /** Lets the text run over several lines. */
  wrap?: boolean;
  /** Keeps the header for screen readers only (a column of buttons). */
  hideHeader?: boolean;
};

export type DataTableProps<Row> = {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Makes the first column a link that covers the row; links and buttons in other cells stay above it. */
  rowHref?: (row: Row) => string;
  sort?: Sort;
  sortHref?: (column: string, direction: Direction) => string;
  /** Shown in place of rows: an `<EmptyState>` or `<NoMatch>`. */
  empty?: ReactNode;
  loading?: boolean;
  /** Marks a row as picked out, for instance the one in the peek panel. */
  isCurrent?: (row: Row) => boolean;
  className?: string;
};

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
