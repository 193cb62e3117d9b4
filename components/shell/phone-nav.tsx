"use client";

import { Menu } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { CountBadge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { Sheet } from "@/components/ui/sheet";
import { flatNav, isActive, type NavGroup } from "./nav";
import { NavList } from "./side-nav";

const near = ["dashboard", "agents", "checkpoints", "activity"];
const cellClass = "relative flex h-full flex-1 flex-col items-center justify-center gap-0.5 text-2xs text-muted";

/** On phones: four pages under the thumb, checkpoints among them, and the rest in a drawer. */
export function PhoneNav({ groups, waiting }: { groups: readonly NavGroup[]; waiting: number }) {
  const path = usePathname();
  const [open, setOpen] = useState(false);
  const items = flatNav(groups).filter((item) => near.includes(item.id));
  const sorted = near.flatMap((id) => items.filter((item) => item.id === id));
  return (
    <nav
      aria-label="Main"
      data-print="hide"
      className="fixed inset-x-0 bottom-0 z-40 flex h-[calc(var(--bottom-bar)+env(safe-area-inset-bottom))] items-stretch border-edge-soft border-t-3 border-double bg-sunken pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {sorted.map((item) => {
        const active = isActive(item.href, path);
        const Icon = item.icon;
        return (
          <Link
            key={item.id}
            href={item.href}
            aria-current={active ? "page" : undefined}
            className={cn(cellClass, "-outline-offset-2", active && "font-medium text-ink")}
          >
            <Icon aria-hidden="true" strokeWidth={1.75} className={cn("size-5", active && "text-accent")} />
            {item.label}
            {item.id === "checkpoints" ? (
              <CountBadge count={waiting} label="waiting" className="absolute top-1 left-1/2 ml-1.5 h-4 min-w-4 px-1" />
            ) : null}
          </Link>
        );
      })}
      <Sheet
        title="Gatehouse"
        side="left"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <button type="button" className={cn(cellClass, "-outline-offset-2")}>
            <Menu aria-hidden="true" strokeWidth={1.75} className="size-5" />
            More
          </button>
        }
      >
        <div className="-mx-3">
          <NavList groups={groups} waiting={waiting} onFollow={() => setOpen(false)} />
        </div>
      </Sheet>
    </nav>
  );
}
