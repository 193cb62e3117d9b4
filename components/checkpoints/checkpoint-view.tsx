"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { operationClassWords, reversibilityWords } from "@/components/inventory/words";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { CallLine } from "@/components/ui/call-line";
import type { Call } from "@/components/ui/call-line-model";
import { Callout } from "@/components/ui/callout";
import { PageHeader, Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { RiskTier } from "@/components/ui/status";
import { UntrustedText } from "@/components/ui/untrusted-text";
import { type Checkpoint, countCheckpointsOp, getCheckpointOp, listCheckpointsOp } from "@/lib/checkpoints/contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import type { Action } from "@/sdk/wire/action";
import { ActionFacts, DigestLine } from "./action-facts";
import type { Gate } from "./approve-gate";
import { findingsOf } from "./argument-findings";
import { readingOf } from "./argument-parts";
import { AroundAction } from "./around-action";
import { BreakGlassAct } from "./break-glass-act";
import { CallArguments } from "./call-arguments";
import { ChainDrawn } from "./chain-drawn";
import { ChangeArguments } from "./change-arguments";
import { ChangedBy } from "./changed-by";
import { CheckpointStatus } from "./checkpoint-status";
import { isOpen, namesOn, peopleOf } from "./checkpoint-words";
import { DecisionBar } from "./decision-bar";
import { Questions } from "./questions";
import { disagreements, readAction } from "./read-action";
import { OutcomeNote } from "./settle-outcome";
import { SharedOut } from "./shared-out";
import { StageProgress } from "./stage-progress";
import { useArmed } from "./use-armed";
import { useDigestCheck } from "./use-digest-check";

const ops = [getCheckpointOp.id, listCheckpointsOp.id, countCheckpointsOp.id];
const live = { control: ops, audit: ops };

/** One held call: what the console knows first, then exactly what would run, then the agent's own words; and the decision. */
export function CheckpointView({ id, viewerId }: { id: string; viewerId: string }) {
  const { data: request } = useSuspenseQuery({
    ...optionsFor(getCheckpointOp, { id }),
    // Nothing is announced when time runs out, so the page asks at that moment.
    refetchInterval: ({ state }) =>
      state.data && isOpen(state.data.status)
        ? Math.max(2_000, Date.parse(state.data.expiresAt) - Date.now() + 500)
        : false,
  });
  useLive(live, { everyMs: 300 });
  const read = useMemo(() => readAction(request.action), [request.action]);
  const args = read.ok ? read.action.arguments : null;
  const reading = useMemo(() => readingOf(args), [args]);
  const findings = useMemo(() => findingsOf(args), [args]);
  const [opened, open] = useState(0);
  const digest = useDigestCheck(request.action, request.digest);
  const armed = useArmed(contentKey(request, opened));
  const gate: Gate = {
    request,
    unreadable: read.ok ? null : read.why,
    disagreements: read.ok ? disagreements(read.action, request) : [],
    digest,
    parts: reading.parts.length,
    opened,
    armed,
  };
  return (
    <>
      <RequestHead request={request} />
      {read.ok ? <Line request={request} action={read.action} /> : null}
      <div className="flex flex-col lg:grid lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-x-10">
        <div className="min-w-0 [&_:is(a,button,summary)]:max-lg:scroll-mb-52">
          <Differences gate={gate} />
          <OutcomeNote request={request} />
          {read.ok ? (
            <>
              <ActionFacts request={request} action={read.action} />
              <ChainDrawn request={request} />
              <ChangedBy request={request} args={read.action.arguments} />
              <CallArguments
                value={args}
                changedBy={request.change?.byName ?? null}
                {...{ reading, findings, opened, open }}
              />
              <ChangeArguments request={request} args={read.action.arguments} />
              <AroundAction request={request} action={read.action} />
            </>
          ) : null}
          <AgentWords text={request.agentReason} />
          <Questions request={request} />
          <DigestLine digest={request.digest} check={digest} />
        </div>
        <div className="contents lg:sticky lg:top-[calc(var(--top-bar)+1rem)] lg:block lg:self-start">
          <div className="mt-8 lg:mt-0">
            <StageProgress request={request} />
            <SharedOut request={request} viewerId={viewerId} />
          </div>
          <DecisionBar request={request} gate={gate} />
          <BreakGlassAct request={request} />
        </div>
      </div>
    </>
  );
}

/** Whatever a person might be about to press on: when any of it changes, Approve waits a second. */
const contentKey = (request: Checkpoint, opened: number): string =>
  JSON.stringify([
    request.status,
    request.digest,
    request.cannotDecide,
    request.have,
    request.votes.length,
    request.stages,
    opened,
  ]);

function RequestHead({ request }: { request: Checkpoint }) {
  const does = operationClassWords[request.operationClass];
  const undo = reversibilityWords[request.reversibility];
  return (
    <PageHeader
      trail={<Breadcrumb items={[{ label: "Checkpoints", href: "/checkpoints" }, { label: "Request" }]} />}
      title={
        <>
          <InlineUntrusted text={request.agentName} max={120} />{" "}
          <span className="font-normal text-muted">{request.decoy ? "never asked for" : "asks for"}</span>{" "}
          <InlineUntrusted text={request.tool} max={160} className="font-mono text-lg" />
        </>
      }
      status={
        <>
          <CheckpointStatus value={request.status} look="pill" />
          <RiskTier value={request.riskTier} />
        </>
      }
      description={`${does.label}: ${does.help}. ${undo.label}: ${undo.help}.`}
    />
  );
}

/** A program that asks by AuthZEN is known by its API key. */
const askerHref = (id: string): string =>
  id.startsWith("key_") ? "/settings/api-keys" : `/points/${encodeURIComponent(id)}`;

/** In one line of words where the page is narrow: what is asked must not be pushed out of sight. */
function Line({ request, action }: { request: Checkpoint; action: Action }) {
  const call: Call = {
    agent: { name: request.agentName, href: `/agents/${encodeURIComponent(action.agent)}` },
    point: { name: request.pepName ?? action.pep, href: askerHref(action.pep) },
    decision: { effect: "hold", reason: request.policies.map((policy) => policy.title).join(", ") },
    people: peopleOf(request, namesOn(request)),
  };
  return (
    <>
      <CallLine {...call} size="compact" className="mb-5 lg:hidden" />
      <CallLine {...call} className="mb-8 max-lg:hidden" />
    </>
  );
}

function Differences({ gate }: { gate: Gate }) {
  const serious = gate.unreadable ?? gate.disagreements[0] ?? (gate.digest === "differs" ? "digest" : null);
  if (!serious) return null;
  return (
    <Callout tone="deny" className="mb-6" title="This request is not what it claims to be">
      {gate.unreadable ? `Its action cannot be shown: ${gate.unreadable}. ` : null}
      {gate.disagreements.length > 0
        ? `Its action and the console's records differ in: ${gate.disagreements.join("; ")}. `
        : null}
      {gate.digest === "differs" ? "What is shown does not have the digest that it claims. " : null}
      It cannot be approved. Deny it, and tell security.
    </Callout>
  );
}

function AgentWords({ text }: { text: string | null }) {
  return (
    <Section
      title="The agent's own words"
      description="Written by the agent. It may be wrong, and it may want to persuade you."
    >
      {text === null || text === "" ? (
        <p className="text-muted text-sm">It gave no reason.</p>
      ) : (
        <UntrustedText text={text} label="Reason given by the agent" maxLines={8} maxChars={1200} />
      )}
    </Section>
  );
}
