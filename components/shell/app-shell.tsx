"use client";

import { type ReactNode, useMemo, useState } from "react";
import { CommandPalette } from "./command-palette";
import { type Can, navGroups, visibleNav } from "./nav";
import { navCookie } from "./nav-cookie";
import type { PaletteSearch } from "./palette-types";
import { PhoneNav } from "./phone-nav";
import { ShellStateProvider } from "./shell-context";
import { ShortcutSheet } from "./shortcut-sheet";
import { Shortcuts } from "./shortcuts";
import { SideNav } from "./side-nav";
import { TopBar, type TopBarProps } from "./top-bar";

export type AppShellProps = TopBarProps & {
  /** How many held calls wait for someone. */
  pendingCheckpoints: number;
  can: Can;
  /** Finds agents for the command palette. A function, so it must come from a client component. */
  search?: PaletteSearch;
  navCollapsed?: boolean;
  children: ReactNode;
};

/** The frame around every page of the console. */
export function AppShell({ pendingCheckpoints, can, search, navCollapsed = false, children, ...top }: AppShellProps) {
  const groups = useMemo(() => visibleNav(navGroups, can), [can]);
  const [collapsed, setCollapsed] = useState(navCollapsed);
  const collapse = (next: boolean) => {
    setCollapsed(next);
    // Absent on plain http to another machine; then the width is simply not remembered.
    void globalThis.cookieStore?.set({ name: navCookie, value: next ? "narrow" : "wide", path: "/", sameSite: "lax" });
  };
  return (
    <ShellStateProvider>
      <a
        href="#content"
        className="sr-only z-60 rounded-md bg-accent px-4 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <div className="flex min-h-dvh">
        <SideNav groups={groups} waiting={pendingCheckpoints} collapsed={collapsed} onCollapse={collapse} />
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar {...top} />
          <main
            id="content"
            tabIndex={-1}
            className="mx-auto w-full max-w-[92rem] flex-1 px-4 pt-5 pb-[calc(var(--bottom-bar)+2.5rem)] outline-none sm:px-6 lg:px-8"
          >
            {children}
          </main>
        </div>
      </div>
      <PhoneNav groups={groups} waiting={pendingCheckpoints} />
      <CommandPalette groups={groups} search={search} />
      <Shortcuts groups={groups} />
      <ShortcutSheet groups={groups} />
    </ShellStateProvider>
  );
}
