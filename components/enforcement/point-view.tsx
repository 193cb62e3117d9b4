"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { SubjectFindings } from "@/components/findings/subject-findings";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Callout } from "@/components/ui/callout";
import { plural } from "@/components/ui/format-number";
import { KeyValue, type KeyValueItem } from "@/components/ui/key-value";
import { PageHeader, Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import type { Point } from "@/lib/enforcement/contract";
import { getPointOp } from "@/lib/enforcement/fleet-contract";
import { listProbesOp } from "@/lib/enforcement/proof-contract";
import { can, type Role } from "@/lib/shared/permissions";
import { PointAcks } from "./point-acks";
import { Lease, Unsent } from "./point-columns";
import { PointProbes } from "./point-probes";
import { PointScorecard } from "./point-scorecard";
import { PointState } from "./point-state";
import {
  demandWords,
  isBehind,
  kindWords,
  modeWords,
  revisionWords,
  scorecardLine,
  skewWords,
  stateWords,
  strengthLine,
  strengthWords,
} from "./point-words";
import { ProbePoint } from "./probe-point";
import { RevokePoint } from "./revoke-point";

const live = { points: [getPointOp.id, listProbesOp.id], control: [getPointOp.id, listProbesOp.id] };

/** One enforcement point: what it is, how it stands, what it acknowledged, and the way to cut it off. */
export function PointView({ id, roles }: { id: string; roles: readonly Role[] }) {
  const { data } = useSuspenseQuery(optionsFor(getPointOp, { id }));
  useLive(live);
  const { point, acks, scorecard } = data;
  return (
    <>
      <PageHeader
        trail={<Breadcrumb items={[{ label: "Enforcement points", href: "/points" }, { label: point.name }]} />}
        title={point.name}
        status={
          <>
            <PointState value={point.state} />
            {point.demo ? <Badge>demo</Badge> : null}
          </>
        }
        description={stateWords[point.state].means}
        actions={point.state !== "revoked" && can(roles, "point:manage") ? <Acts point={point} /> : null}
      />
      <SubjectFindings kind="point" id={point.id} />
      <PointWarnings point={point} />
      <Section title="How it stands">
        <KeyValue columns={2} items={factsOf(point)} />
      </Section>
      <Section
        title="Its word"
        description="What it said of each bundle and order, and how long after that its word arrived."
      >
        <PointAcks acks={acks} />
      </Section>
      <Section title="Probes" description="What it answered when it was asked to prove which bundle it holds.">
        <PointProbes id={point.id} />
      </Section>
      <Section
        title="Conformance"
        description="What the conformance kit said of it. The point hands this in itself: it shows mistakes, not malice."
      >
        <PointScorecard scorecard={scorecard} reportedAt={point.scorecard?.at ?? null} />
      </Section>
    </>
  );
}

function Acts({ point }: { point: Point }) {
  return (
    <>
      <ProbePoint point={point} />
      <RevokePoint point={point} />
    </>
  );
}

function PointWarnings({ point }: { point: Point }) {
  const refused = point.refusedRevision !== null && point.refusedRevision === point.desiredRevision;
  return (
    <div className="mb-6 space-y-2 empty:hidden">
      {point.state === "unreachable" && point.leaseEndsAt ? (
        <Callout tone="deny" title="It is out of reach">
          Orders and new policies do not reach it. For high tiers its lease ends{" "}
          <Time at={point.leaseEndsAt} absolute />; after that it denies.
        </Callout>
      ) : null}
      {refused ? (
        <Callout tone="deny" title={`It refused revision ${point.refusedRevision}`}>
          <InlineUntrusted text={point.refusedReason ?? "It gave no reason."} max={500} /> The last good revision stays
          in force there.
        </Callout>
      ) : null}
      {point.lost > 0 || point.gaps > 0 ? (
        <Callout
          tone="deny"
          title={point.lost > 0 ? `${plural(point.lost, "event")} lost within a day` : "Events were lost"}
        >
          Its gap records say how many and when. What those calls were is not known here.
        </Callout>
      ) : null}
      {point.mode === "observe" && point.state !== "revoked" ? (
        <Callout tone="hold" title="It only observes">
          {modeWords.observe.means}
        </Callout>
      ) : null}
    </div>
  );
}

function factsOf(point: Point): KeyValueItem[] {
  const skew = skewWords(point.skewMs);
  return [
    { label: "Kind", value: kindWords[point.kind] },
    {
      label: "Strength",
      value: (
        <>
          <span className={point.weak ? "font-medium text-deny" : undefined}>{strengthLine(point)}.</span>{" "}
          <span className="text-muted">
            {strengthWords[point.strength].means} {point.weak ? demandWords[point.demanded] : null}
          </span>
        </>
      ),
    },
    { label: "Mode", value: modeWords[point.mode].word },
    { label: "Acts for", value: <Agents point={point} /> },
    {
      label: "Bundle",
      value: <span className={isBehind(point) ? "font-medium text-hold" : undefined}>{revisionWords(point)}</span>,
    },
    { label: "Lease left", value: <Lease point={point} /> },
    { label: "Last heard from", value: point.lastSeenAt ? <Time at={point.lastSeenAt} /> : "Never" },
    {
      label: "Last decision",
      value: point.lastDecisionAt ? <Time at={point.lastDecisionAt} /> : "None yet",
    },
    { label: "Unsent / lost events", value: <Unsent point={point} /> },
    { label: "Its clock", value: skew.noticed ? `${skew.words}: its times cannot be set beside ours` : skew.words },
    { label: "Version", value: <InlineUntrusted text={point.version} max={60} />, mono: true },
    { label: "Conformance", value: scorecardLine(point) },
    { label: "Enrolled", value: <Time at={point.enrolledAt} absolute /> },
    { label: "Id", value: point.id, mono: true },
  ];
}

function Agents({ point }: { point: Point }) {
  if (point.agents.length === 0) return "Every agent";
  return (
    <ul className="flex flex-wrap gap-x-3">
      {point.agents.map((agent) => (
        <li key={agent.id}>
          <Link
            href={`/agents/${encodeURIComponent(agent.id)}`}
            className="inline-flex min-h-6 items-center hover:underline"
          >
            {agent.name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
