import Link from "next/link";
import type { ReactNode } from "react";
import { Identifier } from "@/components/ui/code-block";
import { KeyValue } from "@/components/ui/key-value";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import type { Checkpoint } from "@/lib/checkpoints/contract";
import type { Action } from "@/sdk/wire/action";
import { isEdgeRule } from "@/sdk/wire/edge-rule";

/** What the head and the line do not say yet. From the action's own bytes and the console's records; nothing here is the agent's word but what says so. */
export function ActionFacts({ request, action }: { request: Checkpoint; action: Action }) {
  return (
    <KeyValue
      className="mb-8"
      items={[
        { label: "Held because", value: <WhyHeld request={request} /> },
        { label: "On behalf of", value: <OnBehalfOf action={action} /> },
        {
          label: "Asked",
          value: (
            <>
              <Time at={request.createdAt} absolute />{" "}
              {request.decoy ? null : (
                <Follow href={`/activity/${encodeURIComponent(request.callId)}`}>in the activity</Follow>
              )}
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
  // The steps of a chain that are not signed off are drawn with the chain.
  const rules = request.rules.filter((rule) => !isEdgeRule(rule));
  const lacking = request.rules.length - rules.length;
  return (
    <ul>
      {request.policies.map((policy) => (
        <li key={`${policy.slug}@${policy.version}`}>
          {policy.id === null ? (
            policy.title
          ) : (
            <Follow href={`/policies/${encodeURIComponent(policy.id)}`}>{policy.title}</Follow>
          )}{" "}
          <span className="text-muted">
            ({policy.slug}
            {policy.version === null ? "" : `, version ${policy.version}`})
          </span>
        </li>
      ))}
      {lacking > 0 ? (
        <li>
          {lacking === 1 ? "A delegation" : `${lacking} delegations`} of its chain {lacking === 1 ? "is" : "are"} not
          signed off for it
        </li>
      ) : null}
      <li className="text-muted">
        {rules.length === 0 ? "No rule" : rules.length === 1 ? "Rule" : "Rules"}{" "}
        {rules.map((rule, index) => (
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
