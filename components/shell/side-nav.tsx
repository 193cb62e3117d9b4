"use client";

import { PanelLeft } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { OpenFindings } from "@/components/findings/open-findings";
import { CountBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { GateMark } from "@/components/ui/mark";
import { Tooltip } from "@/components/ui/tooltip";
import { isActive, type NavGroup, type NavItem } from "./nav";

type SideNavProps = {
  groups: readonly NavGroup[];
  waiting: number;
  collapsed: boolean;
  onCollapse: (collapsed: boolean) => void;
};

/** The way around on wide pages: the ledger's margin, set off by its double rule. */
export function SideNav({ groups, waiting, collapsed, onCollapse }: SideNavProps) {
  return (
    <nav
      aria-label="Main"
      data-print="hide"
      className={cn(
        "sticky top-0 hidden h-dvh shrink-0 flex-col border-edge-soft border-r-3 border-double bg-sunken md:flex",
        collapsed ? "w-15" : "w-56",
      )}
    >
      <div className="flex h-(--top-bar) items-center px-3.5">
        <Link href="/" className="inline-flex items-center gap-2.5 rounded-sm px-1.5 py-1 text-ink">
          <GateMark className="size-5.5 text-accent" />
          <span className={cn("font-semibold text-lg tracking-tight", collapsed && "sr-only")}>Gatehouse</span>
        </Link>
      </div>
      <div className="flex-1 overflow-y-auto px-2 pt-2 pb-4">
        <NavList groups={groups} waiting={waiting} collapsed={collapsed} />
      </div>
      <div className="p-2">
        <Button
          variant="quiet"
          className={cn("w-full justify-start px-3 font-normal", collapsed && "justify-center px-0")}
          aria-expanded={!collapsed}
          onClick={() => onCollapse(!collapsed)}
        >
          <PanelLeft aria-hidden="true" />
          <span className={cn(collapsed && "sr-only")}>{collapsed ? "Widen the navigation" : "Narrow"}</span>
        </Button>
      </div>
    </nav>
  );
}

type NavListProps = { groups: readonly NavGroup[]; waiting: number; collapsed?: boolean; onFollow?: () => void };

/** The groups of pages; used in the margin and in the phone's drawer. */
export function NavList({ groups, waiting, collapsed = false, onFollow }: NavListProps) {
  const path = usePathname();
  return groups.map((group) => (
    <div key={group.items.map((item) => item.id).join()} className="mb-3">
      {group.label ? (
        <p className={cn("mb-0.5 px-3 text-2xs text-faint", collapsed && "sr-only")}>{group.label}</p>
      ) : null}
      <ul>
        {group.items.map((item) => {
          const open = isActive(item.href, path);
          return (
            <li key={item.id}>
              <NavLink item={item} path={path} collapsed={collapsed} waiting={waiting} onFollow={onFollow} />
              {open && !collapsed && item.children?.length ? (
                <ul className="mb-1 ml-5 border-line border-l pl-2.5">
                  {item.children.map((child) => (
                    <li key={child.id}>
                      <NavLink item={child} path={path} sub onFollow={onFollow} />
                    </li>
                  ))}
                </ul>
              ) : null}
            </li>
          );
        })}
      </ul>
    </div>
  ));
}

type NavLinkProps = {
  item: NavItem;
  path: string;
  sub?: boolean;
  collapsed?: boolean;
  waiting?: number;
  onFollow?: () => void;
};

function NavLink({ item, path, sub = false, collapsed = false, waiting = 0, onFollow }: NavLinkProps) {
  const active = isActive(item.href, path);
  const Icon = item.icon;
  const badge = cn(collapsed && "absolute -top-0.5 right-0.5 h-4 min-w-4 px-1");
  const link = (
    <Link
      href={item.href}
      onClick={onFollow}
      aria-current={active ? (path === item.href ? "page" : "true") : undefined}
      className={cn(
        "relative flex h-8 items-center gap-2.5 rounded-md px-3 text-muted text-sm hover:bg-hover hover:text-ink",
        active && "font-medium text-ink",
        active &&
          !sub &&
          "bg-hover before:absolute before:inset-y-1.5 before:left-0 before:w-[3px] before:rounded-full before:bg-accent",
        collapsed && "justify-center px-0",
      )}
    >
      {sub ? null : (
        <Icon aria-hidden="true" strokeWidth={1.75} className={cn("size-4 shrink-0", active && "text-accent")} />
      )}
      <span className={cn("flex-1", collapsed && "sr-only")}>{item.label}</span>
      {item.id === "checkpoints" ? <CountBadge count={waiting} label="waiting" className={badge} /> : null}
      {item.id === "findings" ? <OpenFindings className={badge} /> : null}
    </Link>
  );
  return collapsed ? (
    <Tooltip content={item.label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
