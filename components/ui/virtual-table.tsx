"use client";

import { useSyncExternalStore } from "react";
import { HeadRow } from "./data-table-rows";
import type { VirtualTableProps } from "./table-types";
import { RowsInSight } from "./virtual-rows";

const tableRole = { role: "table" };
const groupRole = { role: "rowgroup" };
const never = () => () => undefined;

/**
 * A table like `DataTable` for thousands of rows: it scrolls with the page and draws what is in sight. To screen readers it has
 * all its rows (`aria-rowcount`), each at its place. `rowHref` and the cells may depend on nothing but the row.
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  // The server does not know what is in sight, and the browser has to begin with what the server drew.
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const { caption, columns, count, sort, sortHref, empty, className } = props;
  const head = { caption, columns, sort, sortHref, rows: [], rowKey: String };
  return (
    <div className={className}>
      <table {...tableRole} aria-rowcount={count + 1} className="w-full table-fixed border-collapse phone:block">
        <caption className="sr-only">{caption}</caption>
        <thead {...groupRole} className="sticky top-(--top-bar) z-10 bg-paper phone:sr-only">
          <HeadRow {...head} rowIndex={1} />
        </thead>
        <RowsInSight {...props} begun={inBrowser} />
      </table>
      {count === 0 ? empty : null}
    </div>
  );
}
