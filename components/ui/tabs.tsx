import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type Tab = { id: string; label: ReactNode; href: string; count?: number };

/** Tabs that are links: the open one is in the address, so it can be shared and survives a reload. */
export function LinkTabs({ tabs, current, label }: { tabs: readonly Tab[]; current: string; label: string }) {
  return (
    <nav aria-label={label} className="-mb-[3px] flex gap-1 overflow-x-auto">
      {tabs.map((tab) => (
        <Link
          key={tab.id}
          href={tab.href}
          scroll={false}
          aria-current={tab.id === current ? "page" : undefined}
          className={cn(
            "inline-flex h-9 items-center gap-1.5 whitespace-nowrap px-2.5 pb-[3px] text-muted text-sm -outline-offset-2 hover:text-ink",
            tab.id === current && "border-accent border-b-[3px] pb-0 font-medium text-ink",
          )}
        >
          {tab.label}
          {tab.count === undefined ? null : <span className="text-faint text-xs tabular-nums">{tab.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
