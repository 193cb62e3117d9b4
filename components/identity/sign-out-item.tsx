"use client";

import { LogOut } from "lucide-react";
import { startTransition } from "react";
import { MenuItem } from "@/components/ui/dropdown-menu";

/** Ends this session, on the server too. For the account menu. */
export function SignOutItem({ action }: { action: () => Promise<void> }) {
  return (
    <MenuItem icon={LogOut} onSelect={() => startTransition(action)}>
      Sign out
    </MenuItem>
  );
}
