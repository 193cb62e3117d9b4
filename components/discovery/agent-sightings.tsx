"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listSightingsOp } from "@/lib/discovery/contract";
import { agentSightingsInput } from "./agent-sightings-input";
import { sourceWords } from "./discovery-words";

const live = { audit: [listSightingsOp.id] };

/** Where else an agent was seen, and under which names; nothing where it never was. */
export function AgentSightings({ agentId }: { agentId: string }) {
  const { data } = useSuspenseQuery(optionsFor(listSightingsOp, agentSightingsInput(agentId)));
  useLive(live);
  if (data.items.length === 0) return null;
  return (
    <Section title="Seen as" id="seen-as">
      <ul className="border-line border-t">
        {data.items.map(({ id, name, source, origin, lastSeenAt, vanished, former }) => (
          <li key={id} className="border-line border-b py-2 text-sm">
            <Link href={`/agents/discovered/${id}`} className="text-accent hover:underline">
              <InlineUntrusted text={name} max={80} />
            </Link>{" "}
            <span className="text-muted text-xs">
              {sourceWords[source]}
              {origin === "" ? null : (
                <>
                  {" "}
                  in <InlineUntrusted text={origin} max={120} />
                </>
              )}
              , last <Time at={lastSeenAt} />
            </span>
            {vanished === null ? null : <span className="block text-hold text-xs">{vanished}</span>}
            {former === null ? null : (
              <Link href={`/agents/${former.id}/activity`} className="block text-accent text-xs hover:underline">
                Its calls before the merge
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
