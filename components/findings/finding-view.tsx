"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { z } from "zod";
import { wordsOfAction } from "@/components/audit/action-words";
import { FindingIncident } from "@/components/incidents/finding-incident";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Identifier } from "@/components/ui/code-block";
import { plural } from "@/components/ui/format-number";
import { KeyValue } from "@/components/ui/key-value";
import { PageHeader, Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getFindingOp } from "@/lib/findings/contract";
import { FindingActs } from "./finding-acts";
import { FindingFacts } from "./finding-facts";
import { FindingState, SeverityMark, Subject } from "./finding-looks";
import { mendWords, statusWords, subjectHref, wordsOfKind } from "./finding-words";

type Whole = z.output<typeof getFindingOp.output>;
const live = { findings: [getFindingOp.id], audit: [getFindingOp.id] };

/** One finding: what is wrong, how it is mended, what was seen, and what became of it. */
export function FindingView({ id, mayManage, mayGroup }: { id: string; mayManage: boolean; mayGroup: boolean }) {
  const { data: finding } = useSuspenseQuery(optionsFor(getFindingOp, { id }));
  useLive(live);
  return (
    <>
      <PageHeader
        title={<InlineUntrusted text={finding.title} max={240} />}
        trail={<Breadcrumb items={[{ label: "Findings", href: "/findings" }, { label: "Finding" }]} />}
        status={
          <>
            <SeverityMark value={finding.severity} pill />
            <FindingState value={finding.status} pill />
          </>
        }
        meta={<Identifier value={finding.id} keep={12} />}
        actions={mayManage ? <FindingActs finding={finding} /> : null}
      />
      <div className="grid gap-x-12 xl:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)]">
        <div className="min-w-0">
          <Mend finding={finding} />
          <Section title="What was found">
            <FindingFacts detail={finding.detail} />
          </Section>
        </div>
        <div className="min-w-0">
          <Section title="Facts">
            <KeyValue
              items={[
                { label: "Kind", value: wordsOfKind(finding.kind) },
                { label: "On what", value: <Subject subject={finding.subject} max={120} /> },
                { label: "Since", value: <Time at={finding.openedAt} absolute /> },
                { label: "Last seen", value: <Time at={finding.lastSeenAt} /> },
                { label: "Seen", value: plural(finding.seen, "time") },
                { label: "Status", value: `${statusWords[finding.status].label}: ${statusWords[finding.status].help}` },
              ]}
            />
          </Section>
          <FindingIncident finding={finding} mayManage={mayGroup} />
          <Section title="History">
            <History steps={finding.history} />
          </Section>
        </div>
      </div>
    </>
  );
}

function Mend({ finding }: { finding: Whole }) {
  const href = subjectHref(finding.subject);
  if (finding.status !== "open" && finding.closed) {
    return (
      <Callout tone="note" title={`${statusWords[finding.status].label} by ${finding.closed.byName}`} className="mb-5">
        <InlineUntrusted text={finding.closed.why} max={500} />
      </Callout>
    );
  }
  return (
    <Callout
      tone={finding.severity === "critical" || finding.severity === "high" ? "deny" : "hold"}
      title="What to do"
      className="mb-5"
      action={
        href ? (
          <Button asChild size="sm" variant="primary">
            <Link href={href}>{mendWords[finding.subject.kind]}</Link>
          </Button>
        ) : null
      }
    >
      <InlineUntrusted text={finding.mend} max={500} />
    </Callout>
  );
}

function History({ steps }: { steps: Whole["history"] }) {
  return (
    <ol className="space-y-2.5">
      {steps.map(({ action, at, byName, why }) => (
        <li key={`${at} ${action}`} className="text-sm">
          <p>
            {wordsOfAction(action)}{" "}
            <span className="text-muted">
              by <InlineUntrusted text={byName} max={80} />, <Time at={at} />
            </span>
          </p>
          {why ? (
            <p className="text-muted text-xs">
              <InlineUntrusted text={why} max={500} />
            </p>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
