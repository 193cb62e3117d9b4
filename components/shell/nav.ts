import {
  Activity,
  BadgeCheck,
  Bot,
  Box,
  CalendarRange,
  FileCheck,
  FileText,
  Gauge,
  Hand,
  KeyRound,
  LayoutDashboard,
  Radar,
  RadioTower,
  Scale,
  ScanSearch,
  ScrollText,
  Settings,
  Siren,
  TriangleAlert,
  UserRoundX,
  Wrench,
} from "lucide-react";
import type { Permission } from "@/lib/shared/permissions";
import { checkpoints, isolation, settings } from "./nav-children";
import type { NavGroup, NavItem } from "./nav-item";

export type { NavGroup, NavItem } from "./nav-item";

/** The console's pages, in the order of the work: what there is, what holds it, what happened, what it proves. */
export const navGroups: readonly NavGroup[] = [
  {
    label: null,
    items: [
      { id: "dashboard", label: "Dashboard", href: "/", icon: LayoutDashboard, letter: "d", ready: true },
      {
        id: "maturity",
        label: "Maturity",
        href: "/maturity",
        icon: Gauge,
        letter: "m",
        permission: "maturity:read",
        ready: true,
      },
      {
        id: "plan",
        label: "Plan",
        href: "/plan",
        icon: CalendarRange,
        letter: "n",
        permission: "plan:read",
        ready: true,
      },
    ],
  },
  {
    label: "Inventory",
    items: [
      { id: "agents", label: "Agents", href: "/agents", icon: Bot, letter: "a", permission: "agent:read", ready: true },
      {
        id: "discovered",
        label: "Discovered",
        href: "/agents/discovered",
        icon: ScanSearch,
        permission: "discovery:read",
        ready: true,
      },
      {
        id: "credentials",
        label: "Credentials",
        href: "/agents/credentials",
        icon: KeyRound,
        permission: "agent:read",
        ready: true,
      },
      {
        id: "attestations",
        label: "Re-attestation",
        href: "/agents/attestations",
        icon: BadgeCheck,
        permission: "attestation:read",
        ready: true,
      },
      {
        id: "owners",
        label: "Owners who left",
        href: "/agents/owners",
        icon: UserRoundX,
        permission: "agent:read",
        ready: true,
      },
      { id: "tools", label: "Tools", href: "/tools", icon: Wrench, letter: "t", permission: "tool:read", ready: true },
    ],
  },
  {
    label: "Control",
    items: [
      {
        id: "checkpoints",
        label: "Checkpoints",
        href: "/checkpoints",
        icon: Hand,
        letter: "c",
        permission: "checkpoint:read",
        ready: true,
        children: checkpoints,
      },
      {
        id: "policies",
        label: "Policies",
        href: "/policies",
        icon: Scale,
        letter: "p",
        permission: "policy:read",
        ready: true,
      },
      {
        id: "points",
        label: "Enforcement points",
        href: "/points",
        icon: RadioTower,
        letter: "e",
        permission: "point:read",
        ready: true,
      },
      {
        id: "findings",
        label: "Findings",
        href: "/findings",
        icon: TriangleAlert,
        letter: "f",
        permission: "finding:read",
        ready: true,
      },
      {
        id: "detections",
        label: "Detections",
        href: "/detections",
        icon: Radar,
        letter: "w",
        permission: "detection:read",
        ready: true,
      },
      {
        id: "isolation",
        label: "Isolation",
        href: "/isolation",
        icon: Box,
        letter: "i",
        permission: "isolation:read",
        ready: true,
        children: isolation,
      },
      {
        id: "incidents",
        label: "Incidents",
        href: "/incidents",
        icon: Siren,
        letter: "x",
        permission: "incident:read",
        ready: true,
      },
    ],
  },
  {
    label: "Record",
    items: [
      {
        id: "activity",
        label: "Activity",
        href: "/activity",
        icon: Activity,
        letter: "y",
        permission: "activity:read",
        ready: true,
      },
      {
        id: "audit",
        label: "Audit log",
        href: "/audit",
        icon: ScrollText,
        letter: "l",
        permission: "audit:read",
        ready: true,
      },
      {
        id: "compliance",
        label: "Compliance",
        href: "/compliance",
        icon: FileCheck,
        letter: "o",
        permission: "compliance:read",
        ready: true,
      },
      {
        id: "reports",
        label: "Reports",
        href: "/reports",
        icon: FileText,
        letter: "r",
        permission: "report:read",
        ready: true,
      },
    ],
  },
  {
    label: null,
    items: [
      {
        id: "settings",
        label: "Settings",
        href: "/settings",
        icon: Settings,
        letter: "s",
        ready: true,
        children: settings,
      },
    ],
  },
];

export type Can = Partial<Record<Permission, boolean>>;

const shown = (item: NavItem, can: Can): boolean => item.ready && (!item.permission || can[item.permission] === true);

/** The groups with only what is ready and permitted; empty groups fall away. */
export function visibleNav(groups: readonly NavGroup[], can: Can): NavGroup[] {
  return groups
    .map((group) => ({
      ...group,
      items: group.items
        .filter((item) => shown(item, can))
        .map((item) => ({ ...item, children: item.children?.filter((child) => shown(child, can)) })),
    }))
    .filter((group) => group.items.length > 0);
}

/** Every item, sub-items after their parent. */
export const flatNav = (groups: readonly NavGroup[]): NavItem[] =>
  groups.flatMap((group) => group.items.flatMap((item) => [item, ...(item.children ?? [])]));

const isBelow = (href: string, path: string): boolean =>
  href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);

/** Whether the page is the item's, or below it; what is below an item that has a place of its own in the menu is that one's. */
export const isActive = (href: string, path: string): boolean =>
  isBelow(href, path) &&
  !navGroups.some(({ items }) =>
    items.some((item) => item.href !== href && isBelow(href, item.href) && isBelow(item.href, path)),
  );
