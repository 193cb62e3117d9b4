"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { plural } from "@/components/ui/format-number";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getToolUseOp } from "@/lib/inventory/tool-contract";

const live = { audit: [getToolUseOp.id], activity: [getToolUseOp.id] };
const named = {
  tool: "names it",
  class: "covers its class",
  server: "covers its server",
  everything: "covers every tool",
} as const;

/** What hangs on the tool: the policies that speak of it and the agents that called it. */
export function ToolUse({ id }: { id: string }) {
  const { data } = useSuspenseQuery(optionsFor(getToolUseOp, { id }));
  useLive(live, { everyMs: 15_000 });
  return (
    <>
      <Section title="Policies that reach it">
        {data.policies.length === 0 ? (
          <p className="text-muted text-sm">None: whoever asks for it is refused.</p>
        ) : (
          <ul className="text-sm">
            {data.policies.map(({ id, title, effect, status, checkpoint, names }) => (
              <li key={id} className="flex flex-wrap items-baseline gap-x-2 border-line border-b py-1.5">
                <Link href={`/policies/${encodeURIComponent(id)}`} className="min-w-0 hover:underline">
                  {title}
                </Link>
                <span className="text-muted text-xs">
                  {effect === "permit" ? "permits" : checkpoint ? "holds for people" : "forbids"}; {named[names]}
                  {status === "active" ? "" : `; ${status}`}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title="Agents that called it" description="In the last 30 days.">
        {data.agents.length === 0 ? (
          <p className="text-muted text-sm">None.</p>
        ) : (
          <ul className="text-sm">
            {data.agents.map(({ id, name, calls, lastAt }) => (
              <li key={id} className="flex flex-wrap items-baseline gap-x-2 border-line border-b py-1.5">
                <Link href={`/agents/${encodeURIComponent(id)}`} className="min-w-0 hover:underline">
                  <InlineUntrusted text={name} max={80} />
                </Link>
                <span className="text-muted text-xs">
                  {plural(calls, "call")}, last <Time at={lastAt} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}
