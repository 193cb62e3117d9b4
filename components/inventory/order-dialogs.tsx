"use client";

import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { problemOf } from "@/lib/client/problem-of";
import type { Agent } from "@/lib/inventory/contract";
import { type Order, useOrder } from "./agent-orders";
import { StopPreview } from "./stop-preview";

type OrderDialogProps = { agent: Agent; order: Order; close: () => void };

const stopping = {
  kill: {
    title: (name: string) => `Kill ${name}?`,
    act: "Kill agent",
    after: "It stays killed until one admin or security person asks for its release and another confirms it.",
  },
  suspend: {
    title: (name: string) => `Suspend ${name}?`,
    act: "Suspend agent",
    after: "It is meant to be lifted: you can take it back yourself; for anyone else it takes two people.",
  },
  retire: {
    title: (name: string) => `Retire ${name} for good?`,
    act: "Retire agent",
    after: "This cannot be undone. Its record, its calls and its audit entries stay.",
  },
} as const;

/** The question before an order. What stops something wants the name typed when it is not meant to be lifted. */
export function OrderDialog({ agent, order, close }: OrderDialogProps) {
  if (order === "release") return <ReleaseDialog agent={agent} close={close} />;
  return <StopDialog agent={agent} order={order} close={close} />;
}

function StopDialog({ agent, order, close }: { agent: Agent; order: keyof typeof stopping; close: () => void }) {
  const give = useOrder(agent.id, order, close);
  const { title, act, after } = stopping[order];
  return (
    <ConfirmDanger
      open
      onOpenChange={(open) => (open ? undefined : close())}
      title={title(agent.name)}
      stops={<StopPreview agentId={agent.id} after={after} />}
      word={order === "suspend" ? undefined : agent.name}
      reason="required"
      act={act}
      busy={give.isPending}
      problem={problemOf(give.error)}
      onConfirm={({ reason }) => give.mutate(reason)}
    />
  );
}

function ReleaseDialog({ agent, close }: { agent: Agent; close: () => void }) {
  const give = useOrder(agent.id, "release", close);
  return (
    <ReasonDialog
      open
      onOpenChange={(open) => (open ? undefined : close())}
      title={`Release ${agent.name}?`}
      description="It may act again once another person has confirmed this within an hour; whoever suspended it needs nobody else. Calls that were cancelled stay cancelled."
      hint="Why it is safe again. Kept in the audit log."
      act="Release agent"
      busy={give.isPending}
      problem={problemOf(give.error)}
      onGive={(reason) => give.mutate(reason)}
    >
      {agent.statusReason ? (
        <p className="text-sm">
          It was {agent.status} because: <span className="text-muted">{agent.statusReason}</span>
        </p>
      ) : null}
    </ReasonDialog>
  );
}
