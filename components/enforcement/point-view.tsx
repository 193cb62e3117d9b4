"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { plural } from "@/components/ui/format-number";
import { KeyValue, type KeyValueItem } from "@/components/ui/key-value";
import { PageHeader, Section } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listAcksOp, listPointsOp, type Point } from "@/lib/enforcement/contract";
import { listBundlesOp } from "@/lib/policy/contract";
import { can, type Role } from "@/lib/shared/permissions";
import { PointAcks } from "./point-acks";
import { Lease, Unsent } from "./point-columns";
import { PointState } from "./point-state";
import { isBehind, kindWords, modeWords, revisionWords, skewWords, stateWords, strengthWords } from "./point-words";
import { RevokePoint } from "./revoke-point";

const live = {
  points: [listPointsOp.id, listAcksOp.id],
  control: [listPointsOp.id, listBundlesOp.id, listAcksOp.id],
};

/** One enforcement point: what it is, how it stands, what it acknowledged, and the way to cut it off. */
export function PointView({ id, revisions, roles }: { id: string; revisions: number[]; roles: readonly Role[] }) {
  const { data } = useSuspenseQuery(optionsFor(listPointsOp, {}));
  useLive(live);
  const point = data.items.find((each) => each.id === id);
  if (!point) {
    return (
      <EmptyState title="This point is no longer here">Its history stays in the activity and the audit log.</EmptyState>
    );
  }
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
        actions={point.state !== "revoked" && can(roles, "point:manage") ? <RevokePoint point={point} /> : null}
      />
      <PointWarnings point={point} />
      <Section title="How it stands">
        <KeyValue columns={2} items={factsOf(point)} />
      </Section>
      <Section
        title="Newest bundles"
        description="What this point said of each revision, and how long after signing its word arrived."
      >
        <PointAcks pepId={point.id} revisions={revisions} />
      </Section>
    </>
  );
}

function PointWarnings({ point }: { point: Point }) {
  const refused = point.refusedRevision !== null && point.refusedRevision === point.desiredRevision;
  return (
    <div className="mb-6 space-y-2 empty:hidden">
      {refused ? (
        <Callout tone="deny" title={`It refused revision ${point.refusedRevision}`}>
          {point.refusedReason ?? "It gave no reason."} The last good revision stays in force there.
        </Callout>
      ) : null}
      {point.gaps > 0 ? (
        <Callout tone="deny" title={`Events were lost ${plural(point.gaps, "time")}`}>
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
          {strengthWords[point.strength].word}.{" "}
          <span className="text-muted">{strengthWords[point.strength].means}</span>
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
      value: point.lastDecisionAt ? <Time at={point.lastDecisionAt} /> : "None in the last day",
    },
    { label: "Unsent / lost events", value: <Unsent point={point} /> },
    { label: "Its clock", value: skew.noticed ? `${skew.words}: its times cannot be set beside ours` : skew.words },
    { label: "Version", value: point.version, mono: true },
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
