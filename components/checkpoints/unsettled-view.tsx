"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { getUnsettledOp, listUnsettledOp, type UnsettledCall } from "@/lib/checkpoints/outcome-contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { OutcomeFacts, SettleOutcome } from "./settle-outcome";

const ops = [listUnsettledOp.id, getUnsettledOp.id];
const live = { activity: ops, audit: ops };

/** Those that wait for somebody to find out, and what was found out. */
export function UnsettledView() {
  const { data: open } = useSuspenseQuery(optionsFor(listUnsettledOp, { found: "no" }));
  const { data: settled } = useSuspenseQuery(optionsFor(listUnsettledOp, { found: "yes" }));
  useLive(live, { everyMs: 1_000 });
  return (
    <>
      <Section title="To be found out">
        {open.items.length === 0 ? (
          <EmptyState title="Every released call is known to have ended">
            A call appears here when its answer was lost, or when its enforcement point has not said for ten minutes how
            it ended.
          </EmptyState>
        ) : (
          <Calls items={open.items} label="Calls whose end nobody knows" />
        )}
      </Section>
      {settled.items.length > 0 ? (
        <Section title="Found out" description="The last word counts; the audit log has all of them.">
          <Calls items={settled.items} label="Calls that people found out about" />
        </Section>
      ) : null}
    </>
  );
}

function Calls({ items, label }: { items: readonly UnsettledCall[]; label: string }) {
  return (
    <ul aria-label={label} className="border-line border-t">
      {items.map((call) => (
        <li
          key={call.checkpointId}
          className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-line border-b py-3"
        >
          <div className="min-w-0 flex-1 basis-72 text-sm">
            <p className="font-medium">
              <Link href={`/checkpoints/${call.checkpointId}`} className="underline">
                <InlineUntrusted text={call.agentName} max={120} />:{" "}
                <InlineUntrusted text={call.tool} max={160} className="font-mono" />
              </Link>
            </p>
            <OutcomeFacts call={call} />
          </div>
          <SettleOutcome call={call} />
        </li>
      ))}
    </ul>
  );
}
