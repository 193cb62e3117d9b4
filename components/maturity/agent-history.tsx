"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/page-header";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listChangesOp } from "@/lib/maturity/history-contract";
import { agentHistoryInput } from "./agent-history-input";
import { ChangeList } from "./change-list";

const live = { maturity: [listChangesOp.id] };

/** How one agent's stage changed, and why. */
export function AgentHistory({ agentId }: { agentId: string }) {
  const { data } = useSuspenseQuery(optionsFor(listChangesOp, agentHistoryInput(agentId)));
  useLive(live);
  const total = data.total ?? data.items.length;
  return (
    <Section
      id="history"
      title="History of its stage"
      description="Noted when its stage, its score or what it fails changed."
    >
      {data.items.length === 0 ? (
        <EmptyState title="Not measured yet">The next look at the agents notes where it stands.</EmptyState>
      ) : (
        <ChangeList changes={data.items} named={false} />
      )}
      {total > data.items.length ? (
        <p className="mt-2 text-muted text-xs">
          The newest {data.items.length} of {total.toLocaleString("en-GB")}.{" "}
          <Link
            href={`/maturity/changes?agentId=${encodeURIComponent(agentId)}`}
            className="text-accent underline underline-offset-2"
          >
            All of them
          </Link>
        </p>
      ) : null}
    </Section>
  );
}
