"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { WaitingNotices } from "@/components/checkpoints/waiting-notices";
import { SignOutItem } from "@/components/identity/sign-out-item";
import { countCheckpointsOp } from "@/lib/checkpoints/contract";
import { call } from "@/lib/client/call";
import { LiveProvider, useLive, useLiveState } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listAgentsOp } from "@/lib/inventory/contract";
import { AppShell } from "./app-shell";
import { LiveIndicator } from "./live-indicator";
import type { Can } from "./nav";
import type { PaletteSearch } from "./palette-types";
import { TitleCount } from "./title-count";
import type { ShellUser } from "./user-menu";

type Props = {
  user: ShellUser;
  organisation: { name: string; demo: boolean };
  can: Can;
  navCollapsed: boolean;
  signOut: () => Promise<void>;
  children: ReactNode;
};

/** The shell with what keeps it current: the one event stream, the number of requests that wait for this person. */
export function ConsoleFrame(props: Props) {
  return (
    <LiveProvider>
      <Frame {...props} />
    </LiveProvider>
  );
}

const follows = { audit: [countCheckpointsOp.id] } as const;

function Frame({ children, signOut, ...shell }: Props) {
  useLive(follows);
  const { data: waiting } = useSuspenseQuery(optionsFor(countCheckpointsOp, {}));
  return (
    <AppShell
      {...shell}
      pendingCheckpoints={waiting.mine}
      search={findAgents}
      live={<Live />}
      signOut={<SignOutItem action={signOut} />}
    >
      <TitleCount waiting={waiting.mine} />
      <WaitingNotices waiting={waiting.mine} />
      {children}
    </AppShell>
  );
}

function Live() {
  return <LiveIndicator live={useLiveState()} />;
}

const findAgents: PaletteSearch = async (q) => {
  const { items } = await call(listAgentsOp, { q, limit: 8 });
  return items.map(({ id, name, team }) => ({ id, label: name, detail: team, href: `/agents/${id}` }));
};
