import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { formatCount } from "./format-number";
import { Time } from "./time";

export type FigureProps = {
  label: ReactNode;
  /** Null when it cannot be computed; then `why` says why, and a dash is shown, never a zero. */
  value: number | string | null;
  unit?: string;
  why?: ReactNode;
  /** When this was true. */
  asOf?: string;
  /** Words under the figure: a comparison, a share. */
  note?: ReactNode;
  /** Where the facts behind it are listed. */
  href?: string;
  linkLabel?: string;
  /** A `<Sparkline>`. */
  trend?: ReactNode;
  /** The page's chief figure. */
  size?: "md" | "lg";
  className?: string;
};

/** One number with its unit, its time and the way to its evidence. */
export function Figure({
  label,
  value,
  unit,
  why,
  asOf,
  note,
  href,
  linkLabel = "Evidence",
  trend,
  size = "md",
  className,
}: FigureProps) {
  return (
    <div className={cn("flex min-w-0 flex-col gap-1", className)}>
      <p className="text-muted text-xs">{label}</p>
      <div className="flex items-end justify-between gap-3">
        <p className={cn("font-medium tabular-nums tracking-tight", size === "lg" ? "text-3xl" : "text-2xl")}>
          {value === null ? (
            <span className="text-faint">–</span>
          ) : typeof value === "number" ? (
            formatCount(value)
          ) : (
            value
          )}
          {value !== null && unit ? (
            <span className="ml-1 font-normal text-muted text-sm tracking-normal">{unit}</span>
          ) : null}
        </p>
        {trend}
      </div>
      {value === null && why ? <p className="text-muted text-xs">{why}</p> : null}
      {note ? <p className="text-muted text-xs">{note}</p> : null}
      {asOf || href ? (
        <p className="flex flex-wrap items-center gap-x-2 text-faint text-xs">
          {asOf ? (
            <span>
              as of <Time at={asOf} />
            </span>
          ) : null}
          {href ? (
            <Link href={href} className="inline-flex min-h-6 items-center text-accent hover:underline">
              {linkLabel}
            </Link>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}

/** Figures side by side, parted by hairlines like the columns of a ledger. */
export function FigureRow({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div
      className={cn(
        "grid grid-cols-2 gap-x-4 gap-y-5 lg:flex lg:gap-0",
        "lg:[&>*]:flex-1 lg:[&>*]:px-5 lg:[&>*:first-child]:pl-0 lg:[&>*:last-child]:pr-0 lg:[&>*+*]:border-line lg:[&>*+*]:border-l",
        className,
      )}
    >
      {children}
    </div>
  );
}
