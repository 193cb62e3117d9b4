import Link from "next/link";
import type { ReactNode } from "react";
import { operationClassWords, reversibilityWords } from "@/components/inventory/words";
import { Identifier } from "@/components/ui/code-block";
import { KeyValue } from "@/components/ui/key-value";
import { InlineUntrusted } from "@/components/ui/revealed";
import { RiskTier } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Checkpoint } from "@/lib/checkpoints/contract";
import type { Action } from "@/sdk/wire/action";

/** What is asked, from the action's own bytes; who and how grave, from the console's registry. Nothing here is the agent's word. */
export function ActionFacts({ request, action }: { request: Checkpoint; action: Action }) {
  const does = operationClassWords[action.operationClass];
  const undo = reversibilityWords[request.reversibility];
  return (
    <KeyValue
      items={[
        {
          label: "Agent",
          value: (
            <Follow href={`/agents/${encodeURIComponent(action.agent)}`}>
              <InlineUntrusted text={request.agentName} />
            </Follow>
          ),
        },
        {
          label: "Tool",
          value: <InlineUntrusted text={action.tool} max={300} className="font-medium font-mono text-xs" />,
        },
        { label: "What it does", value: <Explained label={does.label} help={does.help} /> },
        { label: "Can it be undone", value: <Explained label={undo.label} help={undo.help} /> },
        { label: "Risk tier", value: <RiskTier value={request.riskTier} /> },
        { label: "On behalf of", value: <OnBehalfOf action={action} /> },
        {
          label: "Enforcement point",
          value: (
            <Follow href={`/points/${encodeURIComponent(action.pep)}`}>
              <InlineUntrusted text={request.pepName ?? action.pep} />
            </Follow>
          ),
        },
        { label: "Held because", value: <WhyHeld request={request} /> },
        {
          label: "Asked",
          value: (
            <>
              <Time at={request.createdAt} absolute />{" "}
              <Follow href={`/activity/${encodeURIComponent(request.callId)}`}>in the activity</Follow>
            </>
          ),
        },
      ]}
    />
  );
}

export function Follow({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="inline-flex min-h-6 items-center underline decoration-edge-soft underline-offset-2 hover:decoration-current"
    >
      {children}
    </Link>
  );
}

function Explained({ label, help }: { label: string; help: string }) {
  return (
    <>
      <span className="font-medium">{label}</span>
      <span className="text-muted">: {help}</span>
    </>
  );
}

function OnBehalfOf({ action }: { action: Action }) {
  return (
    <>
      {action.onBehalfOf === null ? (
        <span className="text-muted">Nobody was named</span>
      ) : (
        <>
          <InlineUntrusted text={action.onBehalfOf} max={300} />
          <span className="text-muted"> (the agent says so)</span>
        </>
      )}
      {action.chain.length > 0 ? (
        <p className="text-muted">
          Through {action.chain.length} other {action.chain.length === 1 ? "agent" : "agents"}:{" "}
          <InlineUntrusted text={action.chain.join(" → ")} max={300} />
        </p>
      ) : null}
    </>
  );
}

function WhyHeld({ request }: { request: Checkpoint }) {
  return (
    <ul>
      {request.policies.map((policy) => (
        <li key={`${policy.slug}@${policy.version}`}>
          {policy.title}{" "}
          <span className="text-muted">
            ({policy.slug}
            {policy.version === null ? "" : `, version ${policy.version}`})
          </span>
        </li>
      ))}
      <li className="text-muted">
        {request.rules.length === 1 ? "Rule" : "Rules"}{" "}
        {request.rules.map((rule, index) => (
          <span key={rule}>
            {index > 0 ? ", " : ""}
            <Follow href={`/policies/rules/${encodeURIComponent(rule)}`}>{rule}</Follow>
          </span>
        ))}
        , bundle revision {request.revision}
      </li>
    </ul>
  );
}

const digestWords = {
  checking: "being computed",
  matches: "computed in this browser from what is shown: it matches",
  differs: "what is shown has another digest",
  unavailable: "not computed here: the browser offers that on https and localhost only; the server compares it",
} as const;

/** The digest that a decision posts, with what this browser makes of the bytes it drew. */
export function DigestLine({ digest, check }: { digest: string; check: keyof typeof digestWords }) {
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-xs">
      <span className="text-muted">Digest</span>
      <Identifier value={digest} keep={10} />
      <span className={check === "differs" ? "font-medium text-deny" : "text-faint"}>{digestWords[check]}</span>
    </div>
  );
}
