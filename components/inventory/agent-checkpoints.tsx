"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Hand } from "lucide-react";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { Countdown, Time } from "@/components/ui/time";
import { type CheckpointSummary, listCheckpointsOp } from "@/lib/checkpoints/contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { pageHrefs } from "@/lib/client/url-filters";
import { checkpointLook } from "./checkpoint-words";
import { operationClassWords } from "./words";

const live = { audit: [listCheckpointsOp.id] };

const columns: readonly Column<CheckpointSummary>[] = [
  { id: "tool", header: "Tool", cell: ({ tool }) => <InlineUntrusted text={tool} className="font-mono text-xs" /> },
  {
    id: "status",
    header: "State",
    width: "13rem",
    cell: ({ status }) => <Status {...checkpointLook[status]} />,
  },
  {
    id: "class",
    header: "Class",
    width: "9rem",
    hideBelow: "md",
    cell: ({ operationClass }) => operationClassWords[operationClass].label,
  },
  {
    id: "people",
    header: "Approvals",
    width: "6rem",
    align: "end",
    hideBelow: "lg",
    cell: ({ have, need }) => `${have} of ${need}`,
  },
  {
    id: "ends",
    header: "Ends",
    width: "8rem",
    align: "end",
    cell: ({ status, expiresAt, closedAt }) =>
      status === "pending" ? <Countdown to={expiresAt} /> : closedAt ? <Time at={closedAt} /> : "–",
  },
  { id: "asked", header: "Asked", width: "8rem", align: "end", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

type Filters = { box: "all"; agentId: string; limit: number; cursor?: string };
type AgentCheckpointsProps = { agentId: string; filters: Filters; trail: string | undefined };

/** Every call of this agent that was held for people; none disappears after it ends. */
export function AgentCheckpoints({ agentId, filters, trail }: AgentCheckpointsProps) {
  const { data } = useSuspenseQuery(optionsFor(listCheckpointsOp, filters));
  useLive(live);
  const path = `/agents/${encodeURIComponent(agentId)}/checkpoints`;
  const pages = pageHrefs({ path, filters: { cursor: filters.cursor }, trail, nextCursor: data.nextCursor });
  return (
    <>
      <DataTable
        caption="Checkpoints of this agent"
        columns={columns}
        rows={data.items}
        rowKey={(row) => row.id}
        rowHref={(row) => `/checkpoints/${encodeURIComponent(row.id)}`}
        empty={
          <EmptyState title="Nothing of this agent was ever held" icon={<Hand aria-hidden="true" />}>
            When a policy says that people must agree to a call, it waits here and in the inbox of those who may decide.
          </EmptyState>
        }
      />
      {data.items.length > 0 ? (
        <Pagination
          {...pages}
          shown={data.items.length}
          what={data.items.length === 1 ? "checkpoint" : "checkpoints"}
        />
      ) : null}
    </>
  );
}
