"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { FindingState, SeverityMark, Subject } from "@/components/findings/finding-looks";
import { findingHref } from "@/components/findings/finding-words";
import type { Viewer } from "@/components/inventory/may";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Figure, FigureRow } from "@/components/ui/figure";
import { KeyValue } from "@/components/ui/key-value";
import { PageHeader, Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getIncidentOp, type WholeIncident } from "@/lib/incidents/contract";
import { getAgentOp } from "@/lib/inventory/contract";
import { IncidentActs, IncidentSetting } from "./incident-acts";
import { IncidentAgents } from "./incident-agents";
import { IncidentClocks, StartClock } from "./incident-clocks";
import { IncidentState } from "./incident-looks";
import { IncidentTimeline, NewNote } from "./incident-timeline";
import { spanWords } from "./incident-words";

const live = {
  findings: [getIncidentOp.id],
  audit: [getIncidentOp.id, getAgentOp.id],
  control: [getIncidentOp.id, getAgentOp.id],
};

export type IncidentPlace = { id: string; viewer: Viewer; mayManage: boolean };

export function IncidentView({ id, viewer, mayManage }: IncidentPlace) {
  const { data } = useSuspenseQuery(optionsFor(getIncidentOp, { id }));
  useLive(live);
  const name = `Incident ${data.number}`;
  return (
    <>
      <PageHeader
        title={<InlineUntrusted text={data.title} max={200} />}
        trail={<Breadcrumb items={[{ label: "Incidents", href: "/incidents" }, { label: name }]} />}
        status={
          <>
            <SeverityMark value={data.severity} pill />
            <IncidentState value={data.status} pill />
          </>
        }
        meta={
          <>
            <span>{name}</span>
            <span>
              Opened <Time at={data.openedAt} /> by <InlineUntrusted text={data.openedByName} max={80} />
            </span>
          </>
        }
        actions={
          <>
            <ExportLinks id={id} />
            {mayManage ? <IncidentActs incident={data} /> : null}
          </>
        }
      />
      <Times incident={data} />
      <div className="grid gap-x-12 xl:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)]">
        <div className="min-w-0">
          <Review incident={data} />
          <Findings incident={data} />
          <Section title="Time line" description="From findings, orders, requests, counted calls and the audit log.">
            <IncidentTimeline incident={data} />
            {mayManage ? <NewNote incident={data} /> : null}
          </Section>
        </div>
        <div className="min-w-0">
          <Section title="Agents" description="Orders and their confirmations show in the time line.">
            <IncidentAgents incident={data} viewer={viewer} />
          </Section>
          <Section title="Reporting clocks" actions={mayManage ? <StartClock incident={data} /> : null}>
            <IncidentClocks incident={data} mayManage={mayManage} />
          </Section>
          <Section title="Who answers for it">
            {mayManage ? <IncidentSetting incident={data} /> : <Answers incident={data} />}
          </Section>
        </div>
      </div>
    </>
  );
}

const ExportLinks = ({ id }: { id: string }) =>
  (["csv", "json"] as const).map((format) => (
    <Button key={format} asChild>
      <a href={`/incidents/${encodeURIComponent(id)}/export?format=${format}`} download>
        {format.toUpperCase()}
      </a>
    </Button>
  ));

const Answers = ({ incident: { owner } }: { incident: WholeIncident }) => (
  <p className="text-sm">{owner ? <InlineUntrusted text={owner.name} max={80} /> : "Nobody yet."}</p>
);

/** How fast it was stopped, from what points reported; a dash where it was not. */
function Times({ incident: { times, beganAt, asOf, clocks } }: { incident: WholeIncident }) {
  const { firstBlock, containment, orders } = times;
  const last = orders.at(-1);
  return (
    <div className="mb-8">
      <FigureRow>
        <Figure
          label="Time to first block"
          value={firstBlock ? spanWords(firstBlock.seconds) : null}
          why="Nothing of its agents was refused or stopped since it began."
          note={firstBlock?.how === "order" ? "by an order to stop" : firstBlock ? "by a refused call" : undefined}
          asOf={asOf}
        />
        <Figure
          label="Time to containment"
          value={containment ? spanWords(containment.seconds) : null}
          why={
            last
              ? `The order to stop is confirmed by ${last.confirmed} of ${last.points} points.`
              : "No order stops its agents yet."
          }
          note={containment ? "until every point confirmed" : undefined}
          asOf={asOf}
        />
        <Figure
          label="Reporting clocks"
          value={clocks.filter(({ met }) => !met).length}
          note={`running, of ${clocks.length}`}
          asOf={asOf}
        />
      </FigureRow>
      <p className="mt-2 text-muted text-xs">
        It began <Time at={beganAt} absolute />: the first call, or the first finding, that it is about.
      </p>
    </div>
  );
}

function Review({ incident: { review, closed } }: { incident: WholeIncident }) {
  if (!review) return null;
  return (
    <Section title={closed ? "Review" : "Review of an earlier closing"}>
      <KeyValue
        items={[
          { label: "What happened", value: <InlineUntrusted text={review.what} max={4000} /> },
          { label: "Why it could", value: <InlineUntrusted text={review.cause} max={4000} /> },
          { label: "What changes", value: <InlineUntrusted text={review.changes} max={4000} /> },
          ...(closed
            ? [
                {
                  label: "Closed",
                  value: (
                    <>
                      <Time at={closed.at} absolute /> by <InlineUntrusted text={closed.byName} max={80} />
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Section>
  );
}

type Own = WholeIncident["allFindings"][number];
const columns: readonly Column<Own>[] = [
  { id: "title", header: "Finding", wrap: true, cell: ({ title }) => <InlineUntrusted text={title} max={220} /> },
  { id: "severity", header: "Severity", width: "6.5rem", cell: ({ severity }) => <SeverityMark value={severity} /> },
  {
    id: "subject",
    header: "On what",
    width: "18%",
    wrap: true,
    hideBelow: "md",
    cell: ({ subject }) => <Subject subject={subject} />,
  },
  {
    id: "status",
    header: "Status",
    width: "7rem",
    cell: ({ status }) => (status ? <FindingState value={status} /> : <span className="text-muted">removed</span>),
  },
];

const Findings = ({ incident }: { incident: WholeIncident }) => (
  <Section title="Findings">
    <DataTable
      caption="Findings of this incident"
      columns={columns}
      rows={incident.allFindings}
      rowKey={({ id }) => id}
      rowHref={findingHref}
    />
  </Section>
);
