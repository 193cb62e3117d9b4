"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { FindingState, SeverityMark, Subject } from "@/components/findings/finding-looks";
import { findingHref } from "@/components/findings/finding-words";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { KeyValue } from "@/components/ui/key-value";
import { PageHeader, Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getDetectionOp, type WholeDetection } from "@/lib/detections/contract";
import type { Finding } from "@/lib/findings/contract";
import { Backtests } from "./backtests";
import { DetectionState, ThreatIds } from "./detection-looks";
import { Suppress, Suppressions } from "./suppressions";
import { TuneDetection } from "./tune-detection";

const live = { findings: [getDetectionOp.id], audit: [getDetectionOp.id] };

const columns: readonly Column<Finding>[] = [
  {
    id: "title",
    header: "What was found",
    wrap: true,
    cell: ({ title }) => <InlineUntrusted text={title} max={220} />,
  },
  { id: "subject", header: "On what", width: "20%", wrap: true, cell: ({ subject }) => <Subject subject={subject} /> },
  { id: "status", header: "Status", width: "7rem", cell: ({ status }) => <FindingState value={status} /> },
  {
    id: "since",
    header: "Since",
    width: "6.5rem",
    align: "end",
    cell: ({ openedAt }) => <Time at={openedAt} className="text-muted text-xs" />,
  },
];

export function DetectionView({ id, mayManage }: { id: string; mayManage: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(getDetectionOp, { detection: id }));
  useLive(live);
  return (
    <>
      <PageHeader
        title={data.title}
        trail={<Breadcrumb items={[{ label: "Detections", href: "/detections" }, { label: data.title }]} />}
        description={data.description}
        status={
          <>
            <SeverityMark value={data.severity} pill />
            <DetectionState detection={data} pill />
          </>
        }
      />
      <div className="grid gap-x-12 xl:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)]">
        <div className="min-w-0">
          <Found detection={data} />
          <Tuning detection={data} mayManage={mayManage} />
        </div>
        <div className="min-w-0">
          <Facts detection={data} />
          {data.looks === "elsewhere" ? null : (
            <Section title="Left out" actions={mayManage ? <Suppress detection={data} /> : null}>
              <Suppressions detection={data} mayManage={mayManage} />
            </Section>
          )}
        </div>
      </div>
    </>
  );
}

const Found = ({ detection }: { detection: WholeDetection }) => (
  <Section title="Findings" description="The newest that it opened.">
    <DataTable
      caption="Findings of this detection"
      columns={columns}
      rows={detection.findings}
      rowKey={({ id }) => id}
      rowHref={findingHref}
      empty={<EmptyState title="It has found nothing">Its calls are looked at as they arrive.</EmptyState>}
    />
  </Section>
);

function Tuning({ detection, mayManage }: { detection: WholeDetection; mayManage: boolean }) {
  if (detection.looks === "elsewhere") return null;
  return (
    <>
      <Section title="Setting">
        <TuneDetection key={`${detection.id} ${detection.version}`} detection={detection} mayManage={mayManage} />
      </Section>
      {detection.mayBacktest ? (
        <Section title="Tried on what was recorded">
          <Backtests detection={detection} />
        </Section>
      ) : null}
    </>
  );
}

const Facts = ({ detection }: { detection: WholeDetection }) => (
  <Section
    title="How it decides"
    actions={
      detection.settings ? (
        <Button asChild size="sm">
          <Link href={detection.settings}>Its limits</Link>
        </Button>
      ) : null
    }
  >
    <KeyValue
      items={[
        { label: "Raised when", value: detection.how },
        { label: "Reads", value: detection.reads },
        { label: "False alarms", value: detection.falseAlarms },
        { label: "OWASP agentic", value: <ThreatIds ids={detection.asi} /> },
        { label: "MITRE ATLAS", value: detection.atlas.length > 0 ? <ThreatIds ids={detection.atlas} /> : "–" },
        {
          label: "Last raised",
          value: detection.lastRaisedAt ? <Time at={detection.lastRaisedAt} absolute /> : "never",
        },
        { label: "In 30 days", value: detection.raised },
        ...(detection.changed
          ? [
              {
                label: "Set by",
                value: (
                  <>
                    <InlineUntrusted text={detection.changed.byName} max={80} />, <Time at={detection.changed.at} />
                  </>
                ),
              },
            ]
          : []),
      ]}
    />
  </Section>
);
