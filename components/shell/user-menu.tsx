"use client";

import { Keyboard } from "lucide-react";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { DropdownMenu, MenuItem, MenuSeparator } from "@/components/ui/dropdown-menu";
import { useShell } from "./shell-context";

export type ShellUser = { name: string; email: string; roles: readonly string[] };

/** Who is signed in, in which roles, and the way out. `children` are further `<MenuItem>`s. */
export function UserMenu({ user, signOut, children }: { user: ShellUser; signOut?: ReactNode; children?: ReactNode }) {
  const { setSheet } = useShell();
  return (
    <DropdownMenu
      className="w-64"
      trigger={
        <button type="button" aria-label={`Account of ${user.name}`} className="rounded-full">
          <Avatar name={user.name} />
        </button>
      }
    >
      <div className="px-2 py-1.5">
        <p className="truncate font-medium">{user.name}</p>
        <p className="truncate text-muted text-xs">{user.email}</p>
        <p className="mt-1 text-muted text-xs">{user.roles.length > 0 ? user.roles.join(", ") : "No role"}</p>
      </div>
      <MenuSeparator />
      {children}
      <MenuItem icon={Keyboard} onSelect={() => setSheet(true)}>
        Keyboard shortcuts
      </MenuItem>
      {signOut ? (
        <>
          <MenuSeparator />
          {signOut}
        </>
      ) : null}
    </DropdownMenu>
  );
}
