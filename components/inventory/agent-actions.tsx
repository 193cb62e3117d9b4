"use client";

import { Archive, Ellipsis, OctagonX, Pause, Play } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuItem } from "@/components/ui/dropdown-menu";
import type { Agent } from "@/lib/inventory/contract";
import type { Order } from "./agent-orders";
import { type AgentActs, agentActs, type Viewer } from "./may";
import { OrderDialog } from "./order-dialogs";

/** The kill button stands alone and in sight; what is rarer is one press further. */
export function AgentActions({ agent, viewer }: { agent: Agent; viewer: Viewer }) {
  const [asked, ask] = useState<Order | null>(null);
  const acts = agentActs(viewer, agent);
  return (
    <div className="flex flex-wrap items-center gap-2 max-sm:w-[calc(100vw-2rem)]">
      {acts.release ? (
        <Button onClick={() => ask("release")} className="max-sm:h-11 max-sm:flex-1">
          <Play aria-hidden="true" />
          Release
        </Button>
      ) : null}
      {acts.suspend || acts.retire ? <MoreActs acts={acts} ask={ask} /> : null}
      {acts.kill ? (
        <Button variant="danger" onClick={() => ask("kill")} className="max-sm:h-11 max-sm:flex-1">
          <OctagonX aria-hidden="true" />
          Kill
        </Button>
      ) : null}
      {asked ? <OrderDialog key={asked} agent={agent} order={asked} close={() => ask(null)} /> : null}
    </div>
  );
}

function MoreActs({ acts, ask }: { acts: AgentActs; ask: (order: Order) => void }) {
  return (
    <DropdownMenu
      label="More about this agent"
      trigger={
        <Button size="icon" aria-label="More acts" className="max-sm:size-11">
          <Ellipsis aria-hidden="true" />
        </Button>
      }
    >
      {acts.suspend ? (
        <MenuItem icon={Pause} onSelect={() => ask("suspend")}>
          Suspend…
        </MenuItem>
      ) : null}
      {acts.retire ? (
        <MenuItem icon={Archive} danger onSelect={() => ask("retire")}>
          Retire for good…
        </MenuItem>
      ) : null}
    </DropdownMenu>
  );
}
