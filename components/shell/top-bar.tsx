"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { GateMark } from "@/components/ui/mark";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { useShell } from "./shell-context";
import { type ShellUser, UserMenu } from "./user-menu";

export type TopBarProps = {
  organisation: { name: string; demo: boolean };
  environment?: string;
  /** Replaces the words of the demo tag, for instance by a link that removes the data. */
  demoTag?: ReactNode;
  live?: ReactNode;
  user: ShellUser;
  userMenu?: ReactNode;
  signOut?: ReactNode;
};

/** Whose console this is, whether it is live, how to find things, and who is signed in. */
export function TopBar({ organisation, environment, demoTag, live, user, userMenu, signOut }: TopBarProps) {
  const { setPalette } = useShell();
  return (
    <header
      data-print="hide"
      className="sticky top-0 z-30 flex h-(--top-bar) items-center gap-3 border-line border-b bg-paper px-4 sm:px-6 lg:px-8"
    >
      <Link href="/" aria-label="Gatehouse, dashboard" className="-m-1 rounded-sm p-1 md:hidden">
        <GateMark className="size-5.5 text-accent" />
      </Link>
      <div className="flex min-w-0 flex-1 items-center gap-2">
        <span className="truncate font-medium text-sm">{organisation.name}</span>
        {environment ? <Badge className="max-sm:hidden">{environment}</Badge> : null}
        {organisation.demo ? (demoTag ?? <DemoTag />) : null}
      </div>
      {live}
      <Button
        className="w-56 justify-start font-normal text-muted max-lg:hidden"
        onClick={() => setPalette(true)}
        aria-keyshortcuts="Meta+K Control+K"
      >
        <Search aria-hidden="true" />
        <span className="flex-1 text-left">Search or do</span>
        <Kbd>⌘K</Kbd>
      </Button>
      <div className="flex items-center gap-1">
        <Button
          variant="quiet"
          size="icon"
          className="lg:hidden"
          aria-label="Search or do"
          onClick={() => setPalette(true)}
        >
          <Search aria-hidden="true" />
        </Button>
        <span className="max-sm:hidden">
          <ThemeToggle />
        </span>
        <UserMenu user={user} signOut={signOut}>
          {userMenu}
        </UserMenu>
      </div>
    </header>
  );
}

/** Says on every page that what is shown was made up for trying. */
export function DemoTag() {
  return (
    <span className="inline-flex h-5 shrink-0 items-center whitespace-nowrap rounded-sm border border-ink border-dashed px-1.5 font-medium text-2xs text-ink">
      Demo data
    </span>
  );
}
