/** The pages below one item of the navigation. */
import {
  Cable,
  CircleHelp,
  Crosshair,
  Eye,
  Fence,
  KeyRound,
  Landmark,
  Repeat,
  Siren,
  Timer,
  Users,
} from "lucide-react";
import type { NavItem } from "./nav-item";

export const settings: readonly NavItem[] = [
  { id: "people", label: "People", href: "/settings/people", icon: Users, permission: "person:read", ready: true },
  {
    id: "api-keys",
    label: "API keys",
    href: "/settings/api-keys",
    icon: KeyRound,
    permission: "apiKey:manage",
    ready: true,
  },
  {
    id: "integrations",
    label: "Integrations",
    href: "/settings/integrations",
    icon: Cable,
    permission: "sink:read",
    ready: true,
  },
  { id: "organisation", label: "Organisation", href: "/settings/organisation", icon: Landmark, ready: true },
];

export const isolation: readonly NavItem[] = [
  {
    id: "sandbox-profiles",
    label: "Sandbox profiles",
    href: "/isolation/profiles",
    icon: Fence,
    permission: "isolation:read",
    ready: true,
  },
  {
    id: "red-team",
    label: "Red-team exercises",
    href: "/isolation/red-team",
    icon: Crosshair,
    permission: "redteam:read",
    ready: true,
  },
];

const checkpoint = { permission: "checkpoint:read", ready: true } as const;
export const checkpoints: readonly NavItem[] = [
  { id: "standing", label: "Standing approvals", href: "/checkpoints/standing", icon: Repeat, ...checkpoint },
  { id: "unsettled", label: "Unknown outcomes", href: "/checkpoints/unsettled", icon: CircleHelp, ...checkpoint },
  { id: "break-glass", label: "Broken glass", href: "/checkpoints/break-glass", icon: Siren, ...checkpoint },
  {
    id: "oversight",
    label: "Oversight",
    href: "/checkpoints/oversight",
    icon: Eye,
    permission: "oversight:read",
    ready: true,
  },
  { id: "hold-limits", label: "Limits", href: "/checkpoints/limits", icon: Timer, ...checkpoint },
];
