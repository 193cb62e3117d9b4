import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "./button";
import { formatCount } from "./format-number";

export type PaginationProps = {
  /** Absent where there is no such page. */
  previousHref?: string;
  nextHref?: string;
  /** Rows on this page. */
  shown: number;
  /** All rows that match; absent when counting them would cost too much. */
  total?: number;
  what: string;
};

/** Forward and back by cursor: addresses, so that a page can be shared and opened in a new tab. */
export function Pagination({ previousHref, nextHref, shown, total, what }: PaginationProps) {
  return (
    <nav
      aria-label={`Pages of ${what}`}
      className="flex flex-wrap items-center justify-between gap-3 px-1 py-2.5 text-xs"
    >
      <p className="text-muted tabular-nums">
        {total === undefined
          ? `${formatCount(shown)} ${what} on this page`
          : `${formatCount(shown)} of ${formatCount(total)} ${what}`}
      </p>
      {previousHref || nextHref ? (
        <div className="flex gap-1.5">
          <Step href={previousHref}>
            <ChevronLeft aria-hidden="true" />
            Previous
          </Step>
          <Step href={nextHref}>
            Next
            <ChevronRight aria-hidden="true" />
          </Step>
        </div>
      ) : null}
    </nav>
  );
}

function Step({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (!href) {
    return (
      <Button size="sm" disabled>
        {children}
      </Button>
    );
  }
  return (
    <Button asChild size="sm">
      <Link href={href}>{children}</Link>
    </Button>
  );
}
