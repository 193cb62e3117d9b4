"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { Callout } from "@/components/ui/callout";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { plural } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { AgentStatus, RiskTier } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { usePicked, usePickKeys } from "@/components/ui/use-picked";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getLeaverOp, type LeftAgent } from "@/lib/owners/contract";
import { HandOver } from "./hand-over";

const live = { audit: [getLeaverOp.id], control: [getLeaverOp.id] };

const columns: readonly Column<LeftAgent>[] = [
  { id: "name", header: "Agent", cell: ({ name }) => <InlineUntrusted text={name} max={80} /> },
  { id: "status", header: "State", width: "7rem", cell: ({ status }) => <AgentStatus value={status} /> },
  { id: "risk", header: "Risk", width: "6rem", cell: ({ riskTier }) => <RiskTier value={riskTier} /> },
  {
    id: "part",
    header: "Their part",
    width: "8rem",
    hideBelow: "lg",
    cell: ({ part }) => (part === "owner" ? "owner" : "backup owner"),
  },
  {
    id: "other",
    header: "Beside them",
    width: "10rem",
    cell: ({ other }) =>
      other ? <InlineUntrusted text={other.name} max={60} /> : <span className="text-hold">nobody</span>,
  },
  {
    id: "waiting",
    header: "Requests",
    width: "10rem",
    wrap: true,
    cell: ({ waiting, stuck }) =>
      stuck > 0 ? (
        <span className="text-hold">
          {waiting} wait, {stuck} for nobody
        </span>
      ) : waiting > 0 ? (
        `${waiting} wait`
      ) : (
        <span className="text-faint">none</span>
      ),
  },
  {
    id: "due",
    header: "Is suspended",
    width: "8rem",
    align: "end",
    cell: ({ dueAt }) => (dueAt ? <Time at={dueAt} /> : <span className="text-faint">no date</span>),
  },
];

/** The agents of one person, to be given to somebody else. */
export function LeaverView({ id, mayHandOver }: { id: string; mayHandOver: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(getLeaverOp, { id }));
  useLive(live);
  const box = useRef<HTMLDivElement>(null);
  const { picked, onPick, clear } = usePicked<LeftAgent>((agent) => agent.id);
  usePickKeys(box, clear);
  const stuck = data.items.reduce((sum, agent) => sum + agent.stuck, 0);
  const pick = { label: ({ name }: LeftAgent) => `Choose ${name}`, picked, onPick };
  return (
    <div ref={box} className="space-y-4">
      {data.person.active ? (
        <Callout title={`${data.person.name} is still here`}>
          Nothing is suspended while they are. Hand over before they leave, and nothing has to wait.
        </Callout>
      ) : null}
      {stuck > 0 ? (
        <Callout tone="hold" title={`${plural(stuck, "request")} can be decided by nobody`}>
          Their rule asks {data.person.name} and nobody who is here. Once the agent has another owner, that person is
          asked; what is not decided in time counts as denied.
        </Callout>
      ) : null}
      <DataTable
        caption={`Agents of ${data.person.name}`}
        columns={columns}
        rows={data.items}
        rowKey={(agent) => agent.id}
        rowHref={(agent) => `/agents/${encodeURIComponent(agent.id)}`}
        {...(mayHandOver ? { pick } : {})}
        empty={<EmptyState title="No agents">{data.person.name} answers for no agent.</EmptyState>}
      />
      {data.total > data.items.length ? (
        <p className="text-muted text-xs">
          The first {data.items.length} of {data.total}. Hand these over, then the next are shown.
        </p>
      ) : null}
      {mayHandOver ? <HandOver person={data.person} chosen={[...picked.values()]} clear={clear} /> : null}
    </div>
  );
}
