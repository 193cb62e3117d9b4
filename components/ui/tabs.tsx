"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type Tab = { id: string; label: ReactNode; href: string; count?: number };
type LinksProps = { tabs: readonly Tab[]; current: string; label: string };

/**
 * Where the row is wider than the page, the open tab is scrolled into sight, and the page itself stays where it is. A row that
 * somebody has already scrolled, before the page came to life, does not move under the finger.
 */
function intoSight(link: HTMLElement | null): void {
  const row = link?.parentElement;
  if (link && row && row.scrollLeft === 0 && row.scrollWidth > row.clientWidth)
    row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
}

/** Tabs that are links: the open one is in the address, so it can be shared and survives a reload. */
export const LinkTabs = (props: LinksProps) => (
  <LinkRow
    {...props}
    className="-mb-[3px]"
    link="h-9 pb-[3px] -outline-offset-2"
    open="border-accent border-b-[3px] pb-0 font-medium text-ink"
  />
);

/** Parts of one page, below its tabs. */
export const LinkBoxes = (props: LinksProps) => (
  <LinkRow
    {...props}
    className="-mt-2 mb-3 p-0.5"
    link="h-8 rounded-md border border-transparent hover:bg-hover max-sm:h-10"
    open="border-edge-soft bg-raised font-medium text-ink"
  />
);

type LinkRowProps = LinksProps & { className: string; link: string; open: string };

function LinkRow({ tabs, current, label, className, link, open }: LinkRowProps) {
  return (
    <nav aria-label={label} className={cn("flex gap-1 overflow-x-auto", className)}>
      {tabs.map((tab) => (
        <Link
          key={tab.id}
          ref={tab.id === current ? intoSight : undefined}
          href={tab.href}
          scroll={false}
          aria-current={tab.id === current ? "page" : undefined}
          className={cn(
            "inline-flex shrink-0 items-center gap-1.5 whitespace-nowrap px-2.5 text-muted text-sm hover:text-ink",
            link,
            tab.id === current && open,
          )}
        >
          {tab.label}
          <Count count={tab.count} />
        </Link>
      ))}
    </nav>
  );
}

const Count = ({ count }: Pick<Tab, "count">) =>
  count === undefined ? null : <span className="text-faint text-xs tabular-nums">{count}</span>;
