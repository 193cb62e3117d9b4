"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import type { Order } from "@/components/inventory/agent-orders";
import { agentActs, type Viewer } from "@/components/inventory/may";
import { OrderDialog } from "@/components/inventory/order-dialogs";
import { Button } from "@/components/ui/button";
import { InlineUntrusted } from "@/components/ui/revealed";
import { AgentStatus } from "@/components/ui/status";
import { optionsFor } from "@/lib/client/query-options";
import type { WholeIncident } from "@/lib/incidents/contract";
import { getAgentOp } from "@/lib/inventory/contract";

/** The agents that its findings are about, each with what stops it. The order shows in the time line by itself. */
export function IncidentAgents({ incident, viewer }: { incident: WholeIncident; viewer: Viewer }) {
  if (incident.agents.length === 0) return <p className="text-muted text-sm">No finding of it is about an agent.</p>;
  return (
    <ul className="border-line border-t">
      {incident.agents.map(({ id, name }) => (
        <li key={id} className="border-line border-b py-2">
          <AgentLine id={id} name={name} viewer={viewer} />
        </li>
      ))}
    </ul>
  );
}

function AgentLine({ id, name, viewer }: { id: string; name: string; viewer: Viewer }) {
  const { data: agent } = useQuery(optionsFor(getAgentOp, { id }));
  const [asked, ask] = useState<Order | null>(null);
  const acts = agent ? agentActs(viewer, agent) : null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <span className="inline-flex min-w-0 flex-wrap items-center gap-2 text-sm">
        <Link href={`/agents/${encodeURIComponent(id)}`} className="inline-block min-h-6 py-0.5 hover:underline">
          <InlineUntrusted text={name} max={80} />
        </Link>
        {agent ? <AgentStatus value={agent.status} /> : null}
      </span>
      <span data-print="hide" className="flex gap-2">
        {acts?.suspend ? (
          <Button size="sm" onClick={() => ask("suspend")}>
            Suspend…<span className="sr-only"> {name}</span>
          </Button>
        ) : null}
        {acts?.kill ? (
          <Button size="sm" variant="danger" onClick={() => ask("kill")}>
            Kill…<span className="sr-only"> {name}</span>
          </Button>
        ) : null}
      </span>
      {asked && agent ? <OrderDialog key={asked} agent={agent} order={asked} close={() => ask(null)} /> : null}
    </div>
  );
}
