/** What an item of the navigation is. */
import type { LucideIcon } from "lucide-react";
import type { Permission } from "@/lib/shared/permissions";

export type NavItem = {
  id: string;
  label: string;
  href: string;
  icon: LucideIcon;
  /** The letter that follows `g`. */
  letter?: string;
  /** Shown only to those who hold it; absent means everyone. */
  permission?: Permission;
  /** False until its page is really there: an item that leads nowhere is never shown. */
  ready: boolean;
  children?: readonly NavItem[];
};
export type NavGroup = { label: string | null; items: readonly NavItem[] };
