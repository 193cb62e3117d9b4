import { UserRoundX } from "lucide-react";
import type { z } from "zod";
import type { Column } from "@/components/ui/data-table";
import { InlineUntrusted } from "@/components/ui/revealed";
import { AgentStatus, RiskTier, Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Agent, PersonRef } from "@/lib/inventory/contract";
import { autonomyWords, dataClassWords, environmentWords, knownByWords, providerShort } from "./words";

type Person = z.output<typeof PersonRef>;

/** Whoever answers for an agent; nobody, or somebody who has left, is said in words. */
export function Owner({ person, none = "No owner" }: { person: Person | null; none?: string }) {
  if (!person) return <Status tone="hold" icon={UserRoundX} label={none} />;
  if (!person.active) return <Status tone="hold" icon={UserRoundX} label={`${person.name} (left)`} />;
  return <span title={person.email}>{person.name}</span>;
}

/** What the list shows unless somebody chooses; the others are there to be chosen. */
export const usualColumns = ["name", "status", "riskTier", "owner", "team", "runs", "createdAt"];

export const agentColumns: readonly Column<Agent>[] = [
  { id: "name", header: "Agent", sortable: true, cell: (agent) => agent.name },
  { id: "status", header: "State", width: "7rem", cell: (agent) => <AgentStatus value={agent.status} /> },
  {
    id: "riskTier",
    header: "Risk",
    width: "6rem",
    sortable: true,
    cell: (agent) => <RiskTier value={agent.riskTier} />,
  },
  { id: "owner", header: "Owner", width: "10rem", cell: (agent) => <Owner person={agent.owner} /> },
  { id: "team", header: "Team", width: "9.5rem", hideBelow: "lg", cell: (agent) => agent.team },
  {
    id: "runs",
    header: "Runs on",
    width: "12rem",
    hideBelow: "md",
    cell: (agent) => (
      <>
        {providerShort[agent.provider]}
        <span className="text-muted">, {environmentWords[agent.environment].toLowerCase()}</span>
      </>
    ),
  },
  {
    id: "backupOwner",
    header: "Backup owner",
    width: "10rem",
    cell: (agent) => <Owner person={agent.backupOwner} none="None" />,
  },
  {
    id: "tags",
    header: "Tags",
    width: "12rem",
    cell: ({ tags }) =>
      tags.length > 0 ? <InlineUntrusted text={tags.join(", ")} max={80} /> : <span className="text-faint">none</span>,
  },
  { id: "knownBy", header: "Known by", width: "9rem", cell: ({ knownBy }) => knownByWords[knownBy] },
  { id: "autonomy", header: "Autonomy", width: "8rem", cell: ({ autonomy }) => autonomyWords[autonomy].label },
  {
    id: "dataClasses",
    header: "Data",
    width: "12rem",
    cell: ({ dataClasses }) =>
      dataClasses.length > 0 ? (
        dataClasses.map((kind) => dataClassWords[kind].label).join(", ")
      ) : (
        <span className="text-faint">none stated</span>
      ),
  },
  {
    id: "framework",
    header: "Framework",
    width: "9rem",
    cell: ({ framework }) => (framework === "" ? <span className="text-faint">not stated</span> : framework),
  },
  {
    id: "updatedAt",
    header: "Changed",
    width: "7rem",
    align: "end",
    cell: (agent) => <Time at={agent.updatedAt} className="text-muted text-xs" />,
  },
  {
    id: "createdAt",
    header: "Registered",
    width: "7rem",
    align: "end",
    sortable: true,
    hideBelow: "xl",
    cell: (agent) => <Time at={agent.createdAt} className="text-muted text-xs" />,
  },
];
