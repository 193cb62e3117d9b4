"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { LagChart } from "@/components/charts/lag-chart";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Callout } from "@/components/ui/callout";
import { Identifier } from "@/components/ui/code-block";
import { Figure, FigureRow } from "@/components/ui/figure";
import { formatCount } from "@/components/ui/format-number";
import { KeyValue } from "@/components/ui/key-value";
import { PageHeader, Section } from "@/components/ui/page-header";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getSinkOp, listDeadLettersOp, type Sink } from "@/lib/delivery/contract";
import { can, type Role } from "@/lib/shared/permissions";
import { DeadLetters } from "./dead-letters";
import { SinkActs } from "./sink-acts";
import { kindWords, placeWords, sendsWords, stateLook, waitWords } from "./sink-words";

const live = { audit: [getSinkOp.id, listDeadLettersOp.id], findings: [getSinkOp.id, listDeadLettersOp.id] };
const REFRESH_MS = 5_000;
const MINUTES = 180;

export function SinkView({ id, roles }: { id: string; roles: readonly Role[] }) {
  const { data: sink } = useSuspenseQuery({ ...optionsFor(getSinkOp, { id }), refetchInterval: REFRESH_MS });
  useLive(live);
  const manages = can(roles, "sink:manage");
  return (
    <>
      <PageHeader
        trail={<Breadcrumb items={[{ label: "Integrations", href: "/settings/integrations" }, { label: sink.name }]} />}
        title={sink.name}
        status={<Status {...stateLook[sink.state]} look="pill" />}
        meta={
          <>
            <span>{kindWords[sink.kind].label}</span>
            <span className="break-all font-mono">{placeWords(sink)}</span>
          </>
        }
        actions={manages ? <SinkActs sink={sink} /> : null}
      />
      <Trouble sink={sink} />
      <Figures sink={sink} />
      <Section title="The last three hours">
        <LagChart title="Wait and delivery" samples={sink.samples} until={sink.asOf} minutes={MINUTES} />
      </Section>
      <DeadLetters sink={sink} manages={manages} />
      <Section title="Settings">
        <KeyValue
          columns={2}
          items={[
            { label: "Is sent", value: sendsWords(sink.sends) },
            { label: "Place", value: placeWords(sink), mono: true },
            { label: "Its id in events", value: <Identifier value={sink.id} copy /> },
            { label: "Certificate authority", value: sink.settings.ca ? "Its own" : "Those of the system" },
            { label: "Added by", value: sink.createdByName },
            { label: "Added", value: <Time at={sink.createdAt} /> },
          ]}
        />
      </Section>
    </>
  );
}

function Trouble({ sink }: { sink: Sink }) {
  if (sink.state !== "failing" || !sink.lastError) return null;
  return (
    <div className="mb-6">
      <Callout tone="deny" title="It takes no events now">
        <p className="break-words">{sink.lastError.text}</p>
        <p className="mt-1">
          Nothing is lost: events wait here.{" "}
          {sink.failures === 1 ? "One attempt" : `${formatCount(sink.failures)} attempts`} failed
          {sink.retryAt ? (
            <>
              ; the next is <Time at={sink.retryAt} />.
            </>
          ) : (
            "."
          )}
        </p>
      </Callout>
    </div>
  );
}

function Figures({ sink }: { sink: Sink }) {
  const missed = sink.parked + sink.missing;
  return (
    <div className="mb-8">
      <FigureRow>
        <Figure
          label="Waiting"
          value={sink.pending}
          unit="events"
          note={sink.pending > 0 ? `the oldest for ${waitWords(sink.lagMs)}` : "it has everything"}
        />
        <Figure label="Rate" value={Math.round(sink.perMinute)} unit="a minute" note="over the last five minutes" />
        <Figure label="Last number" value={sink.sequence} note={`${formatCount(sink.delivered)} events delivered`} />
        <Figure
          label="Missing there"
          value={missed}
          unit="events"
          note={missed > 0 ? "their numbers are open" : "no number is open"}
        />
      </FigureRow>
    </div>
  );
}
