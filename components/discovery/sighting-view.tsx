"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import type { z } from "zod";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { plural } from "@/components/ui/format-number";
import { KeyValue } from "@/components/ui/key-value";
import { PageHeader, Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { AgentStatus, Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getSightingOp } from "@/lib/discovery/contract";
import { type Act, DecideDialog } from "./decide-dialog";
import { sourceWords, stateLook } from "./discovery-words";
import { SightingFactsView } from "./sighting-facts-view";

type Whole = z.output<typeof getSightingOp.output>;
const live = { audit: [getSightingOp.id] };
type May = { confirm: boolean; review: boolean };
type Asked = { act: Act; agentId?: string };

/** One thing that may be an agent: what was seen of it, which agent it may be, and what is decided. */
export function SightingView({ id, may }: { id: string; may: May }) {
  const { data: sighting } = useSuspenseQuery(optionsFor(getSightingOp, { id }));
  useLive(live);
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <>
      <PageHeader
        title={<InlineUntrusted text={sighting.name} max={120} />}
        trail={<Breadcrumb items={[{ label: "Discovered", href: "/agents/discovered" }, { label: "Sighting" }]} />}
        status={<Status {...stateLook[sighting.state]} look="pill" />}
        actions={<Acts sighting={sighting} may={may} ask={setAsked} />}
      />
      <Standing sighting={sighting} />
      <div className="grid gap-x-12 xl:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)]">
        <div className="min-w-0">
          <SightingFactsView sighting={sighting} />
        </div>
        <div className="min-w-0">
          {sighting.state === "waiting" || sighting.state === "rejected" ? (
            <Matches
              sighting={sighting}
              {...(may.review ? { merge: (agentId) => setAsked({ act: "merge", agentId }) } : {})}
            />
          ) : null}
          <Section title="Facts">
            <Facts sighting={sighting} />
          </Section>
        </div>
      </div>
      {asked ? <DecideDialog {...asked} sightings={[sighting]} close={() => setAsked(null)} /> : null}
    </>
  );
}

function Acts({ sighting, may, ask }: { sighting: Whole; may: May; ask: (asked: Asked) => void }) {
  const { id, state } = sighting;
  const open = state === "waiting" || state === "rejected";
  return (
    <>
      {may.review && state === "waiting" ? <Button onClick={() => ask({ act: "reject" })}>Reject…</Button> : null}
      {may.review && state !== "confirmed" ? (
        <Button onClick={() => ask({ act: "merge" })}>{state === "merged" ? "Merge elsewhere…" : "Merge…"}</Button>
      ) : null}
      {may.confirm && open ? (
        <Button asChild variant="primary">
          <Link href={`/agents/discovered/${encodeURIComponent(id)}/confirm`}>Confirm…</Link>
        </Button>
      ) : null}
    </>
  );
}

function Standing({ sighting: { state, agent, former, vanished, decided, source } }: { sighting: Whole }) {
  return (
    <>
      {vanished === null ? null : (
        <Callout tone="unknown" title="Vanished" className="mb-4">
          <InlineUntrusted text={vanished} max={400} />
        </Callout>
      )}
      {decided && state !== "waiting" ? (
        <Callout tone="note" title={`${stateLook[state].label} by ${decided.byName}`} className="mb-4">
          <Time at={decided.at} absolute />
          {decided.until ? (
            <>
              , until <Time at={decided.until} absolute />
            </>
          ) : null}
          . <InlineUntrusted text={decided.reason} max={500} />
        </Callout>
      ) : null}
      {agent === null ? null : (
        <p className="mb-4 text-sm">
          {state === "waiting" || state === "rejected" ? "Its calls are kept under " : "It is "}
          <Link href={`/agents/${agent.id}`} className="text-accent hover:underline">
            <InlineUntrusted text={agent.name} max={80} />
          </Link>{" "}
          <AgentStatus value={agent.status} />
          {former === null ? null : (
            <>
              . Its calls before the merge stay{" "}
              <Link href={`/agents/${former.id}/activity`} className="text-accent hover:underline">
                where they were recorded
              </Link>
              , since they are evidence of what was said then.
            </>
          )}
        </p>
      )}
      {source === "activity" ? (
        <p className="mb-4 max-w-[72ch] text-muted text-sm">
          A point spoke for this id, which is no agent&apos;s. Its reports are refused until the point is set up with
          the id of the agent that it speaks for; deciding here does not change that.
        </p>
      ) : null}
    </>
  );
}

function Matches({ sighting: { matches }, merge }: { sighting: Whole; merge?: (agentId: string) => void }) {
  return (
    <Section
      title="It may be"
      description="By names, secrets on record, addresses and what was decided before. A guess, with why."
    >
      {matches.length === 0 ? (
        <p className="text-muted text-sm">No known agent resembles it.</p>
      ) : (
        <ul className="border-line border-t">
          {matches.map(({ agent, why }) => (
            <li key={agent.id} className="flex flex-wrap items-start gap-x-3 gap-y-1 border-line border-b py-2 text-sm">
              <span className="min-w-0 flex-1 basis-48">
                <Link href={`/agents/${agent.id}`} className="text-accent hover:underline">
                  <InlineUntrusted text={agent.name} max={80} />
                </Link>
                <span className="block text-muted text-xs">
                  <InlineUntrusted text={why.join(" ")} max={500} />
                </span>
              </span>
              {merge ? (
                <Button size="sm" aria-label={`Merge into ${agent.name}`} onClick={() => merge(agent.id)}>
                  Merge…
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const Facts = ({ sighting: { source, origin, firstSeenAt, lastSeenAt, lookedAt, seen } }: { sighting: Whole }) => (
  <KeyValue
    items={[
      { label: "Seen in", value: sourceWords[source] },
      ...(origin === "" ? [] : [{ label: "Where", value: <InlineUntrusted text={origin} max={300} /> }]),
      { label: "First seen", value: <Time at={firstSeenAt} absolute /> },
      { label: "Last seen", value: <Time at={lastSeenAt} absolute /> },
      { label: "Last looked at", value: <Time at={lookedAt} absolute /> },
      { label: "Seen", value: plural(seen, "time") },
    ]}
  />
);
