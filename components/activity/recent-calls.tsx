"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { CallLine } from "@/components/ui/call-line";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { listCallsOp } from "@/lib/activity/contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { lineOf } from "./call-words";

const live = { activity: [listCallsOp.id] };

/** The last few calls of an agent, each as its line. */
export function RecentCalls({ agentId }: { agentId: string }) {
  const { data } = useSuspenseQuery(optionsFor(listCallsOp, { agentId, limit: 5 }));
  useLive(live);
  if (data.items.length === 0) {
    return (
      <p className="mt-4 border-line border-t pt-3 text-muted text-sm">
        No call of this agent was ever reported. The first appears here within a second of being decided.
      </p>
    );
  }
  return (
    <ul aria-label="Latest calls" className="mt-4 border-line border-t">
      {data.items.map((call) => (
        <li key={call.id} className="animate-arrive border-line border-b">
          <Link
            href={`/activity/${encodeURIComponent(call.id)}`}
            className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-0.5 py-1 hover:bg-hover"
          >
            <InlineUntrusted text={call.tool} max={60} className="min-w-0 flex-1 basis-40 font-mono text-xs" />
            <CallLine {...lineOf(call)} size="mini" className="max-sm:order-3 max-sm:w-full" />
            <Time at={call.receivedAt} className="min-w-20 text-right text-muted text-xs" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
