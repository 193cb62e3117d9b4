"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type Tab = { id: string; label: ReactNode; href: string; count?: number };
type LinksProps = { tabs: readonly Tab[]; current: string; label: string };

/** Where the row is wider than the page, the open tab is scrolled into sight, and the page itself stays where it is. */
function intoSight(link: HTMLElement | null): void {
  const row = link?.parentElement;
  if (link && row && row.scrollWidth > row.clientWidth)
    row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
}

/** Tabs that are links: the open one is in the address, so it can be shared and survives a reload. */
export function LinkTabs({ tabs, current, label }: LinksProps) {
  return (
    <nav aria-label={label} className="-mb-[3px] flex gap-1 overflow-x-auto">
      {tabs.map((tab) => (
        <Link
          key={tab.id}
          ref={tab.id === current ? intoSight : undefined}
          href={tab.href}
          scroll={false}
          aria-current={tab.id === current ? "page" : undefined}
          className={cn(
            "inline-flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap px-2.5 pb-[3px] text-muted text-sm -outline-offset-2 hover:text-ink",
            tab.id === current && "border-accent border-b-[3px] pb-0 font-medium text-ink",
          )}
        >
          {tab.label}
          <Count count={tab.count} />
        </Link>
      ))}
    </nav>
  );
}

/** Parts of one page, below its tabs. */
export function LinkBoxes({ tabs, current, label }: LinksProps) {
  return (
    <nav aria-label={label} className="-mt-2 mb-3 flex gap-1 overflow-x-auto p-0.5">
      {tabs.map((tab) => (
        <Link
          key={tab.id}
          ref={tab.id === current ? intoSight : undefined}
          href={tab.href}
          scroll={false}
          aria-current={tab.id === current ? "page" : undefined}
          className={cn(
            "inline-flex h-8 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-md border border-transparent px-2.5 text-muted text-sm hover:bg-hover hover:text-ink max-sm:h-10",
            tab.id === current && "border-edge-soft bg-raised font-medium text-ink",
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
