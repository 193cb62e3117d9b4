import type { ReactNode } from "react";

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

/** A box before each row, so that one act can be about several. */
export type Pick<Row> = {
  /** Of one row's box. */
  label: (row: Row) => string;
  /** By key; a map of the rows will do. */
  picked: { has: (key: string) => boolean };
  onPick: (rows: readonly Row[], on: boolean) => void;
  /** Rows that cannot be chosen show a box that cannot be ticked. */
  able?: (row: Row) => boolean;
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
  pick?: Pick<Row>;
  className?: string;
};

export type VirtualTableProps<Row> = Omit<DataTableProps<Row>, "rows" | "loading"> & {
  /** All rows, of which only those in sight are in the document. */
  count: number;
  /** Undefined while it is loaded: its place is held. */
  rowAt: (index: number) => Row | undefined;
  /** Told which rows are in sight, to load them. */
  onRange: (first: number, last: number) => void;
};
