"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { operationClassWords } from "@/components/inventory/words";
import { CallLine } from "@/components/ui/call-line";
import { Identifier } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { KeyValue } from "@/components/ui/key-value";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { UntrustedText } from "@/components/ui/untrusted-text";
import type { Call } from "@/lib/activity/contract";
import { getCheckpointOp } from "@/lib/checkpoints/contract";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref } from "@/lib/client/url-filters";
import { choicesText } from "@/lib/shared/choices";
import { CallArguments } from "./call-arguments";
import { outcomeWords } from "./call-columns";
import { codeWords, decisionTime, lineOf } from "./call-words";
import { traceHref } from "./trace-href";

/** One tool call, whole: its line, why it was decided so, what was sent, and where it can be followed further. */
export function CallDetail({ call }: { call: Call }) {
  const checkpoint = useQuery({
    ...optionsFor(getCheckpointOp, { id: call.checkpointId ?? "" }),
    enabled: call.checkpointId !== null,
  });
  const asked = checkpoint.data;
  const isReported = call.source === "telemetry";
  const voters = asked && {
    names:
      asked.votes.length > 0
        ? asked.votes.map(({ userName }) => userName)
        : asked.stages.flatMap(({ candidates }) => candidates.map(({ name }) => name)),
    need: asked.need,
    have: asked.have,
  };
  return (
    <div className="space-y-7">
      <CallLine {...lineOf(call, voters)} />
      <Part title="Why">
        <p className="text-sm">
          {call.code === null ? null : <span className="font-medium">{codeWords[call.code]}. </span>}
          <InlineUntrusted text={call.reason} max={600} />
        </p>
        <Policies call={call} />
        {call.decisionId === null ? null : (
          <p className="mt-2 text-sm">
            <Link
              href={`/activity/${encodeURIComponent(call.decisionId)}`}
              className="text-accent underline underline-offset-2"
            >
              The point's record of this call
            </Link>
          </p>
        )}
        {call.checkpointId ? (
          <p className="mt-2 text-sm">
            <Link
              href={`/checkpoints/${encodeURIComponent(call.checkpointId)}`}
              className="text-accent underline underline-offset-2"
            >
              Its checkpoint
            </Link>
            , {asked ? `${asked.have} of ${asked.need} approvals` : "where people decide"}
          </p>
        ) : null}
      </Part>
      <Part title="Arguments">
        <CallArguments call={call} />
      </Part>
      {call.error === null ? null : <UntrustedText text={call.error} label="Error that the tool answered" mono copy />}
      <Part title="Facts">
        <Facts call={call} />
      </Part>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs" data-print="hide">
        <span className="text-muted">More of the same</span>
        <Follow href={filterHref("/activity", { agentId: call.agentId })}>this agent</Follow>
        <Follow href={filterHref("/activity", { tool: choicesText([call.tool]) })}>this tool</Follow>
        {call.source === "import" ? (
          <Follow href={filterHref("/activity", { source: "import", range: "all" })}>imported</Follow>
        ) : (
          <Follow href={filterHref("/activity", { pepId: call.pepId, source: isReported ? "telemetry" : undefined })}>
            {isReported ? "this reporter" : "this point"}
          </Follow>
        )}
        <CopyButton text={JSON.stringify(call, null, 2)} label="Copy as JSON" words className="ml-auto" />
      </div>
    </div>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h2 className="mb-1.5 text-muted text-xs">{title}</h2>
      {children}
    </section>
  );
}

const Follow = ({ href, children }: { href: string; children: string }) => (
  <Link href={href} className="inline-flex min-h-6 items-center text-accent hover:underline">
    {children}
  </Link>
);

/** Policies are named as the bundle named them: their text at that time is in the bundle of this revision. */
function Policies({ call }: { call: Call }) {
  return (
    <>
      {call.policies.length > 0 ? (
        <p className="mt-1 text-muted text-sm">
          Decided by <Names names={call.policies} />
          {call.revision === null ? null : `, revision ${call.revision}`}
        </p>
      ) : null}
      {call.observed.length > 0 ? (
        <p className="mt-1 text-muted text-sm">
          Would have been forbidden by <Names names={call.observed} />, which only observe
          {call.observed.length === 1 ? "s" : ""}
        </p>
      ) : null}
    </>
  );
}

const Names = ({ names }: { names: readonly string[] }) =>
  names.map((name, index) => (
    <span key={name}>
      {index > 0 ? ", " : null}
      <InlineUntrusted text={name} className="font-mono text-ink text-xs" />
    </span>
  ));

const TraceFact = ({ traceId }: { traceId: string }) => (
  <>
    <Identifier value={traceId} keep={16} /> <Follow href={traceHref(traceId)}>Open the trace</Follow>
  </>
);

/** What was imported stands at the time that its file says. */
function timesOf({ source, imported, at, receivedAt }: Call) {
  if (imported !== null)
    return [
      { label: "At, as the file says", value: <Time at={at} absolute /> },
      { label: "Imported", value: <Time at={imported.at} absolute /> },
      { label: "From the file", value: <InlineUntrusted text={imported.file} max={80} /> },
    ];
  return [
    { label: "Received", value: <Time at={receivedAt} absolute /> },
    { label: source === "point" ? "Point's clock" : "Exporter's clock", value: <Time at={at} absolute /> },
  ];
}

function Facts({ call }: { call: Call }) {
  return (
    <KeyValue
      columns={2}
      items={[
        ...timesOf(call),
        {
          label: "Class",
          value: call.operationClass ? operationClassWords[call.operationClass].label : "Not classified",
        },
        { label: "Outcome", value: outcomeWords(call) },
        { label: "Decision took", value: decisionTime(call.decisionNs) },
        {
          label: "Policy revision",
          value: call.revision === 0 ? "None was in force" : (call.revision ?? "None is known"),
        },
        ...(call.source === "point"
          ? []
          : [
              {
                label: call.source === "import" ? "Imported by" : "Reported by",
                value: <InlineUntrusted text={call.pepName ?? call.pepId} />,
              },
            ]),
        {
          label: "On behalf of",
          value: call.onBehalfOf === null ? "Nobody was named" : <InlineUntrusted text={call.onBehalfOf} />,
        },
        { label: "Through agents", value: call.chain.length > 0 ? <Names names={call.chain} /> : "None" },
        { label: "Trace", value: call.traceId === null ? "None" : <TraceFact traceId={call.traceId} /> },
        { label: "Call", value: <Identifier value={call.id} keep={16} /> },
      ]}
    />
  );
}
