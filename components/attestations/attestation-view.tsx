"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Owner } from "@/components/inventory/agent-columns";
import { operationClassWords } from "@/components/inventory/words";
import { Callout } from "@/components/ui/callout";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount, plural } from "@/components/ui/format-number";
import { KeyValue } from "@/components/ui/key-value";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { AgentStatus, Effect, RiskTier } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { UntrustedText } from "@/components/ui/untrusted-text";
import { type Attestation, getAttestationOp, type PermittedTool } from "@/lib/attestations/contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { AnswerForm } from "./answer-form";
import { contestedIn } from "./attestation-words";

const live = { audit: [getAttestationOp.id] };

const columns: readonly Column<PermittedTool>[] = [
  { id: "tool", header: "Tool", cell: ({ tool }) => <InlineUntrusted text={tool} /> },
  {
    id: "class",
    header: "Class",
    width: "9rem",
    hideBelow: "md",
    cell: ({ operationClass }) => (operationClass ? operationClassWords[operationClass].label : "Unclassified"),
  },
  { id: "effect", header: "It would be", width: "7rem", cell: ({ effect }) => <Effect value={effect} /> },
  { id: "calls", header: "Calls", width: "6rem", align: "end", cell: ({ calls }) => formatCount(calls) },
  {
    id: "last",
    header: "Last call",
    width: "8rem",
    align: "end",
    cell: ({ lastCalledAt }) =>
      lastCalledAt ? <Time at={lastCalledAt} /> : <span className="font-medium text-hold">never</span>,
  },
];

/** What an owner is asked about one agent: what it is, what it may use and never did, and the answer. */
export function AttestationView({ id, agentId, viewerId }: { id: string; agentId: string; viewerId: string }) {
  const { data } = useSuspenseQuery(optionsFor(getAttestationOp, { id, agentId }));
  useLive(live);
  const { attestation, campaign, tools, revision, since } = data;
  const { agent, answer } = attestation;
  const unused = tools.filter(({ lastCalledAt }) => lastCalledAt === null);
  // What was never used is what the question is about.
  const ordered = [...unused, ...tools.filter(({ lastCalledAt }) => lastCalledAt !== null)];
  return (
    <>
      <Section title="The agent">
        <KeyValue
          items={[
            {
              label: "Name",
              value: (
                <Link className="text-accent underline" href={`/agents/${encodeURIComponent(agent.id)}`}>
                  <InlineUntrusted text={agent.name} />
                </Link>
              ),
            },
            { label: "Purpose", value: <InlineUntrusted text={data.purpose} max={400} /> },
            { label: "State", value: <AgentStatus value={agent.status} /> },
            { label: "Risk", value: <RiskTier value={agent.riskTier} /> },
            { label: "Owner", value: <Owner person={agent.owner} /> },
            { label: "Backup owner", value: <Owner person={agent.backupOwner} none="Nobody" /> },
          ]}
        />
      </Section>
      <Section title="What it may use">
        <p className="mb-2 max-w-[72ch] text-muted text-sm">
          {revision === null
            ? "No policies were published yet, so every call is refused."
            : `By the policies of revision ${revision}, decided on sample calls. Of ${plural(tools.length, "tool")}, ${formatCount(unused.length)} had no call since `}
          {revision === null ? null : <Time at={since} />}
        </p>
        <DataTable
          caption="Tools that it may use"
          columns={columns}
          rows={ordered}
          rowKey={({ tool }) => tool}
          empty={
            <EmptyState title="It may use no tool">Every call of it is refused by the policies in force.</EmptyState>
          }
        />
      </Section>
      <Section title="The answer">
        {answer ? <Given answer={answer} /> : null}
        {campaign.closed ? (
          <Callout title="The campaign is closed">Nothing more is answered in it.</Callout>
        ) : attestation.yours ? (
          <AnswerForm attestation={attestation} viewerId={viewerId} />
        ) : (
          <Callout title="Not yours to answer">Its owner, its backup owner or security attests it.</Callout>
        )}
      </Section>
    </>
  );
}

function Given({ answer }: { answer: NonNullable<Attestation["answer"]> }) {
  return (
    <div className="mb-4 space-y-2">
      <p role="status" className="text-sm">
        <span className="font-medium">{contestedIn(answer) ?? "Confirmed"}</span>, said by{" "}
        <InlineUntrusted text={answer.byName} /> <Time at={answer.at} />
      </p>
      {answer.note ? <UntrustedText text={answer.note} label={`Note by ${answer.byName}`} /> : null}
    </div>
  );
}
