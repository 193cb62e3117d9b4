import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { PickAllCell, PickCell } from "./pick-cells";
import type { Column, DataTableProps, Direction } from "./table-types";

const rowRole = { role: "row" };
const headerRole = { role: "columnheader" };
const cellRole = { role: "cell" };
const hidden = { md: "sm:max-md:hidden", lg: "sm:max-lg:hidden", xl: "sm:max-xl:hidden" } as const;
const spoken = { asc: "ascending", desc: "descending" } as const;

/** What a table of which only a part is drawn says of a row: its number, and how it is measured. */
type Place = ComponentProps<"tr"> & { "data-index"?: number };

/** `rowIndex` is its number where the rows have numbers. */
export function HeadRow<Row>(props: DataTableProps<Row> & { rowIndex?: number }) {
  const { columns, sort, sortHref, rowIndex, pick, rows, rowKey } = props;
  return (
    <tr
      {...rowRole}
      aria-rowindex={rowIndex}
      className="shadow-[inset_0_1.5px_0_var(--rule),inset_0_-1px_0_var(--edge-soft)]"
    >
      {pick ? <PickAllCell pick={pick} rows={rows} rowKey={rowKey} /> : null}
      {columns.map((column) => {
        const sorted = sort?.column === column.id ? sort.direction : undefined;
        const next = sorted === "asc" ? "desc" : "asc";
        return (
          <th
            {...headerRole}
            key={column.id}
            scope="col"
            style={column.width ? { width: column.width } : undefined}
            aria-sort={sorted && spoken[sorted]}
            className={cn(
              "h-8 px-3 text-left font-medium text-muted text-xs first:pl-1 last:pr-1",
              column.align === "end" && "text-right",
              column.hideBelow && hidden[column.hideBelow],
            )}
          >
            {column.sortable && sortHref ? (
              <SortLink header={column.header} sorted={sorted} href={sortHref(column.id, next)} />
            ) : (
              <span className={column.hideHeader ? "sr-only" : "cut block"}>{column.header}</span>
            )}
          </th>
        );
      })}
    </tr>
  );
}

function SortLink({ header, sorted, href }: { header: string; sorted: Direction | undefined; href: string }) {
  const Icon = sorted === "asc" ? ArrowUp : sorted === "desc" ? ArrowDown : ChevronsUpDown;
  return (
    <Link
      href={href}
      scroll={false}
      className={cn("group inline-flex min-h-6 items-center gap-1 rounded-sm hover:text-ink", sorted && "text-ink")}
    >
      {header}
      <Icon
        aria-hidden="true"
        className={cn("size-3", !sorted && "opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100")}
      />
    </Link>
  );
}

const rowClass = [
  "relative border-line border-b aria-[current]:bg-accent-soft phone:block phone:py-2",
  "has-[[data-row-link]]:hover:bg-hover has-[[data-row-link]:focus-visible]:bg-hover",
  "has-[[data-row-link]:focus-visible]:outline-2 has-[[data-row-link]:focus-visible]:outline-accent",
  "has-[[data-row-link]:focus-visible]:-outline-offset-2",
].join(" ");

type BodyRowProps<Row> = { row: Row; table: DataTableProps<Row>; place?: Place; prefetch?: false };

export function BodyRow<Row>({ row, table, place, prefetch }: BodyRowProps<Row>) {
  return (
    <tr {...rowRole} {...place} data-row="" aria-current={table.isCurrent?.(row) || undefined} className={rowClass}>
      {table.pick ? <PickCell pick={table.pick} row={row} picked={table.pick.picked.has(table.rowKey(row))} /> : null}
      {table.columns.map((column, index) => (
        <BodyCell
          key={column.id}
          row={row}
          column={column}
          first={index === 0}
          href={index === 0 ? table.rowHref?.(row) : undefined}
          prefetch={prefetch}
        />
      ))}
    </tr>
  );
}

/** On phones every cell but the first carries its column's name before it. */
const cardLine = [
  "phone:grid phone:grid-cols-[7.5rem_minmax(0,1fr)] phone:items-center phone:gap-2",
  "phone:before:text-faint phone:before:text-xs phone:before:content-[attr(data-label)]",
].join(" ");

type BodyCellProps<Row> = {
  row: Row;
  column: Column<Row>;
  first: boolean;
  href: string | undefined;
  prefetch: false | undefined;
};

function BodyCell<Row>({ row, column, first, href, prefetch }: BodyCellProps<Row>) {
  return (
    <td
      {...cellRole}
      data-label={column.hideHeader ? undefined : column.header}
      className={cn(
        "h-9 px-3 py-1 text-sm first:pl-1 last:pr-1 phone:block phone:h-auto phone:px-1",
        column.wrap ? "break-words" : "cut phone:whitespace-normal",
        column.align === "end" && "text-right tabular-nums phone:text-left",
        column.hideBelow && hidden[column.hideBelow],
        first ? "phone:font-medium phone:text-base" : cardLine,
        column.hideOnPhone && "phone:hidden",
      )}
    >
      {href === undefined ? (
        <div className={cn("min-w-0 [&_a]:relative [&_button]:relative", !column.wrap && "cut")}>
          {column.cell(row)}
        </div>
      ) : (
        <Link
          data-row-link=""
          href={href}
          prefetch={prefetch}
          className="font-medium text-ink outline-none after:absolute after:inset-0"
        >
          {column.cell(row)}
        </Link>
      )}
    </td>
  );
}

const widths = ["72%", "48%", "60%", "40%", "55%"];

export function SkeletonRows<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return [0, 1, 2, 3, 4, 5, 6, 7].map((row) => <SkeletonRow key={row} columns={columns} index={row} />);
}

type SkeletonRowProps<Row> = { columns: readonly Column<Row>[]; index: number; place?: Place };

export function SkeletonRow<Row>({ columns, index, place }: SkeletonRowProps<Row>) {
  return (
    <tr {...rowRole} {...place} className="border-line border-b phone:block">
      {columns.map((column, cell) => (
        <td
          {...cellRole}
          key={column.id}
          className={cn("h-9 px-3 phone:block", column.hideBelow && hidden[column.hideBelow])}
        >
          <span
            className="block h-3 animate-breathe rounded-xs bg-line"
            style={{ width: widths[(index + cell) % widths.length] }}
          />
        </td>
      ))}
    </tr>
  );
}
