/** Findings as people read them. Typed by the contract, so that a new kind needs words to compile. */
import type { Finding, FindingKind, FindingStatus, Severity } from "@/lib/findings/contract";

type Explained = { label: string; help: string };

export const kindWords: Record<FindingKind, Explained> = {
  "tool.changed": { label: "Tool changed", help: "a tool's definition is not the approved one" },
  "tool.suspicious": { label: "Suspicious definition", help: "a definition hides something or speaks to the model" },
  "tool.shadowing": { label: "Tool shadowing", help: "a tool takes or imitates another one's name" },
  "point.weak": { label: "Weak enforcement", help: "a point is weaker than its agents' risk demands" },
  "point.drift": { label: "Policy drift", help: "a point decides by another revision than the one in force" },
  "point.stale": { label: "Point out of touch", help: "a point has not been heard from for too long" },
  "point.gap": { label: "Events lost", help: "a point says that it lost records of calls" },
  "point.skew": { label: "Clock skew", help: "a point's clock is off" },
  "point.dishonest": { label: "Untrue report", help: "a point says one thing and does another" },
  "agent.unneeded": { label: "Not needed any more", help: "its owner says that an agent is not needed" },
  "agent.overScoped": { label: "Scope contested", help: "its owner says that an agent may do other than it should" },
  "attestation.overdue": {
    label: "Not attested in time",
    help: "nobody has said anew that an agent is needed and theirs",
  },
  "credential.overdue": {
    label: "Credential overdue",
    help: "what an agent proves itself with expired, or was not rotated in time",
  },
  "exercise.passed": { label: "Attack passed through", help: "an attack of a red-team exercise was not contained" },
  "agent.escaped": { label: "Got out of its sandbox", help: "canaries in its sandbox reached what they must not" },
  "point.nonconformant": { label: "Failed conformance", help: "a point does not do what the protocol asks" },
  "stop.unconfirmed": { label: "Stop not confirmed", help: "a point has not confirmed that an agent is stopped" },
  "stop.probe-failed": { label: "Stop not effective", help: "a stopped agent's call was not refused" },
  "mail.failing": { label: "Mail failing", help: "people are not told what waits for them" },
  "delivery.failing": { label: "Delivery failing", help: "a sink does not take what is sent to it" },
  "rule.unmeetable": { label: "Rule cannot be met", help: "nobody could approve what a checkpoint rule holds" },
  "breakGlass.used": { label: "Glass broken", help: "a call was let through without the people whom it waited for" },
  "breakGlass.unreviewed": { label: "Review overdue", help: "nobody reviewed a broken glass in time" },
  "checkpoint.flood": { label: "Too many questions", help: "an agent asked people so often that it was paused" },
  "agent.discovered": { label: "Unregistered agent", help: "an agent that nobody registered acts" },
  "agent.vanished": { label: "Vanished agent", help: "an agent is no longer seen where it was" },
  "agent.unmediated": { label: "Past enforcement", help: "an agent's tool calls passed no enforcement point" },
  "tool.unknown": { label: "Unregistered tool", help: "an agent called a tool that nobody registered" },
  "agent.denials": { label: "Denials", help: "an agent is refused unusually often" },
  "agent.escalation": { label: "Privilege escalation", help: "an agent tried to change rights or use credentials" },
  "agent.toxic": { label: "Toxic combination", help: "sensitive data was read and data was sent outside" },
  "agent.toxicReach": { label: "Toxic reach", help: "an agent may read sensitive data and send outside" },
  "agent.dormant": { label: "Dormant agent", help: "an agent that did nothing for weeks calls tools again" },
  "agent.ownerGone": { label: "Owner gone", help: "the person who answers for an agent is no longer active" },
  "agent.newTool": { label: "New tool", help: "an agent called a tool that is new to it" },
  "agent.newDestination": { label: "New destination", help: "an agent reached a server that is new to it" },
  "agent.rate": { label: "Unusual rate", help: "an agent calls far more often than it used to" },
  "agent.hours": { label: "Unusual hour", help: "an agent acts at a time at which it never did" },
  "credential.shared": { label: "Shared credential", help: "several agents act with one credential" },
  "rollOut.halted": { label: "Roll-out halted", help: "new policies are at some points and go no further" },
  "rollOut.rolledBack": {
    label: "Roll-out rolled back",
    help: "new policies were taken back from the points they had reached",
  },
  "drill.failed": { label: "Drill failed", help: "a rehearsed stop did not work" },
};

export const severityWords: Record<Severity, string> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
};

export const statusWords: Record<FindingStatus, Explained> = {
  open: { label: "Open", help: "it is so now" },
  dismissed: { label: "Dismissed", help: "a person accepted it; it opens again when its facts change" },
  resolved: { label: "Resolved", help: "it is no longer so" },
};

/** Kinds outlive the list: one that is no longer raised is shown by its own name. */
export const wordsOfKind = (kind: string): string =>
  Object.hasOwn(kindWords, kind) ? kindWords[kind as FindingKind].label : kind;

export const findingHref = ({ id }: Pick<Finding, "id">): string => `/findings/${encodeURIComponent(id)}`;

const pages: Record<Finding["subject"]["kind"], string | null> = {
  tool: "/tools",
  point: "/points",
  agent: "/agents",
  order: null,
  sink: "/settings/integrations",
  mailServer: null,
  rule: "/policies/rules",
  exercise: null,
  rollOut: "/policies/rollouts",
  sighting: "/agents/discovered",
};

/** Where the subject is, and where what is wrong can be mended. */
export function subjectHref({ kind, id }: Finding["subject"]): string | null {
  if (kind === "mailServer") return "/settings/mail";
  if (kind === "exercise") return "/isolation/red-team";
  const page = pages[kind];
  return page === null ? null : `${page}/${encodeURIComponent(id)}`;
}

export const mendWords: Record<Finding["subject"]["kind"], string> = {
  tool: "Open the tool",
  point: "Open the point",
  agent: "Open the agent",
  order: "Open the order",
  sink: "Open the integration",
  mailServer: "Open the mail settings",
  rule: "Open the rule",
  exercise: "Open the exercises",
  rollOut: "Open the roll-out",
  sighting: "Look at it",
};
