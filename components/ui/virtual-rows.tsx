"use client";

import { defaultRangeExtractor, type Range, useWindowVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { Fragment, memo, type Ref, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { BodyRow, SkeletonRow } from "./data-table-rows";
import type { DataTableProps, VirtualTableProps } from "./table-types";
import { useRowFocus } from "./use-row-focus";

const groupRole = { role: "rowgroup" };
const unseen = { "aria-hidden": true } as const;
/** Until a row was measured. */
const ROW_HEIGHT = 53;
/** Enough that J, K and Tab always find a next row in the document. */
const OVERSCAN = 12;
/** Rows stop below the top bar and the table's heading, which stay in sight. */
const COVERED = 96;
/** What the server draws: a screenful and a half. */
const FIRST_ROWS = 24;

type Item = Pick<VirtualItem, "index" | "start" | "end">;

/** As the page comes from the server: the beginning, at the height that rows mostly have. */
const firstItems = (count: number): Item[] =>
  Array.from({ length: Math.min(count, FIRST_ROWS) }, (_, index) => ({
    index,
    start: index * ROW_HEIGHT,
    end: (index + 1) * ROW_HEIGHT,
  }));

type RowsInSightProps<Row> = VirtualTableProps<Row> & {
  /** The browser has begun with what the server drew, and may draw what is in sight. */
  begun: boolean;
};

/**
 * The rows in sight, some around them, and the one that has the focus. Rows that the server drew stay the same elements, so that
 * a click on one is not lost while the page comes to life.
 */
export function RowsInSight<Row>({ begun, count, rowAt, onRange, ...table }: RowsInSightProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const margin = useTopOf(body, count);
  const scrollTo = useRef((_: number): void => undefined);
  const { kept, onFocus } = useRowFocus(body, count, (index) => scrollTo.current(index));
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    scrollMargin: margin,
    scrollPaddingStart: COVERED,
    scrollPaddingEnd: 8,
    rangeExtractor: (range) => withKept(range, kept),
    useFlushSync: false,
  });
  // Keys are heard after the drawing, so they find the virtualizer of this rendering.
  useEffect(() => {
    scrollTo.current = (index) => virtual.scrollToIndex(index);
  });
  const first = virtual.range?.startIndex ?? 0;
  const last = virtual.range?.endIndex ?? 0;
  // Whoever loads the rows lies outside of this component.
  useEffect(() => {
    if (begun) onRange(first, last);
  }, [begun, onRange, first, last]);

  const top = begun ? margin : 0;
  const items = placed(begun ? virtual.getVirtualItems() : firstItems(count), top, (index) => {
    const row = rowAt(index);
    return { row, key: row === undefined ? null : table.rowKey(row) };
  });
  const end = items.at(-1)?.item.end ?? top;
  const size = begun ? virtual.getTotalSize() : count * ROW_HEIGHT;
  return (
    <tbody
      {...groupRole}
      ref={body}
      onFocus={onFocus}
      aria-busy={items.some(({ row }) => row === undefined) || undefined}
      className="phone:block"
    >
      {items.map(({ item, row, key, before }) => (
        <Fragment key={key}>
          <Space height={before} columns={table.columns.length} />
          <MemoRow index={item.index} row={row} table={table} measure={virtual.measureElement} />
        </Fragment>
      ))}
      <Space height={size + top - end} columns={table.columns.length} />
    </tbody>
  );
}

type PlacedRowProps<Row> = {
  index: number;
  row: Row | undefined;
  table: Omit<DataTableProps<Row>, "rows">;
  measure?: Ref<HTMLTableRowElement>;
};

function PlacedRow<Row>({ index, row, table, measure }: PlacedRowProps<Row>) {
  const place = { "data-index": index, "aria-rowindex": index + 2, ref: measure };
  if (row === undefined) return <SkeletonRow columns={table.columns} index={index} place={place} />;
  // Thousands of rows pass by: their pages are not loaded ahead.
  return <BodyRow row={row} table={{ ...table, rows: [] }} place={place} prefetch={false} />;
}

const isPicked = <Row,>({ row, table }: PlacedRowProps<Row>) => row !== undefined && table.isCurrent?.(row);

/** Drawn again only when its row is another one or has changed: a scroll or a change elsewhere costs it nothing. */
const MemoRow = memo(PlacedRow, (before, now) => {
  const same = before.row === now.row && before.index === now.index;
  const picked = isPicked(before) === isPicked(now);
  return same && picked && before.table.columns === now.table.columns;
}) as typeof PlacedRow;

function Space({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr {...unseen} className="phone:block" style={{ height }}>
      <td colSpan={columns} className="p-0 phone:block" />
    </tr>
  );
}

/** Each item with its row, and the room that is left free before it. The key is the row's, so that the focus goes with it. */
function placed<Row>(
  items: readonly Item[],
  margin: number,
  rowOf: (index: number) => { row: Row | undefined; key: string | null },
) {
  const keys = new Set<string>();
  return items.map((item, place) => {
    const { row, key } = rowOf(item.index);
    // While the list changes, two pages of it may hold the same row for a moment.
    const own = key === null || keys.has(key) ? `place ${item.index}` : key;
    keys.add(own);
    return { item, row, key: own, before: item.start - (items[place - 1]?.end ?? margin) };
  });
}

function withKept(range: Range, kept: number | null): number[] {
  const seen = defaultRangeExtractor(range);
  if (kept === null || kept >= range.count || seen.includes(kept)) return seen;
  return [...seen, kept].sort((a, b) => a - b);
}

/** How far below the top of the document the element begins. */
function useTopOf(element: RefObject<HTMLElement | null>, count: number): number {
  const [top, setTop] = useState(0);
  // The layout is what is measured, before it is painted; what stands above changes with the width of the window.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the number of rows, what stands above may change too
  useLayoutEffect(() => {
    const measure = () => {
      const box = element.current?.getBoundingClientRect();
      if (box) setTop(Math.round(box.top + window.scrollY));
    };
    measure();
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  }, [element, count]);
  return top;
}
