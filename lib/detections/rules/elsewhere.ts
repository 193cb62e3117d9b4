/** What other domains find where it happens. Listed here so that there is one list; never raised a second time. */
import type { Detection } from "../detection";

const always = {
  how: () => "Found by the part of Gatehouse that sees it, at the moment in which it happens.",
  parameters: {},
};

export const toolPinChange: Detection = {
  ...always,
  id: "tool-pin-change",
  kind: "tool.changed",
  title: "Tool changed after approval",
  description:
    "A tool's definition is not the one that a person approved. Calls of it are refused until somebody has looked: a server can turn a trusted tool into a trap by changing its description.",
  reads: "Each definition that a point reports, against the approved digest.",
  severity: "high",
  asi: ["ASI04", "ASI02"],
  atlas: ["AML.T0110.000", "AML.T0110.001", "AML.T0010.005"],
  falseAlarms:
    "None: the digests differ or they do not. Servers that put dates or counts into descriptions raise it often.",
  looks: "elsewhere",
};

export const toolPoisoning: Detection = {
  ...always,
  id: "tool-poisoning",
  kind: "tool.suspicious",
  title: "Signs of manipulation in a tool's definition",
  description:
    "A tool's definition hides something, speaks to the model, or takes another tool's name: ways in which a server steers an agent without its people seeing it.",
  reads: "Each definition that a point reports.",
  severity: "high",
  asi: ["ASI04", "ASI01"],
  atlas: ["AML.T0110.000", "AML.T0051.001", "AML.T0099"],
  falseAlarms: "Read against the definitions of public servers in the tests of the inventory.",
  looks: "elsewhere",
  also: ["tool.shadowing"],
};

export const unknownAgent: Detection = {
  ...always,
  id: "unknown-agent",
  kind: "agent.discovered",
  title: "Unknown agent",
  description:
    "Telemetry or a point tells of an agent that nobody registered. It waits under Agents, Discovered, so that somebody takes it on; what telemetry names is in the inventory meanwhile, suspended.",
  reads: "What OpenTelemetry exporters and points report.",
  severity: "medium",
  asi: ["ASI10", "ASI03"],
  atlas: ["AML.T0053"],
  falseAlarms: "An agent that reports under another name than its registered one is taken for an unknown one.",
  looks: "elsewhere",
};

export const unmediatedCalls: Detection = {
  ...always,
  id: "unmediated-calls",
  kind: "agent.unmediated",
  title: "Calls past enforcement",
  description: "Telemetry tells of tool calls for which no enforcement point decided: there is a way around.",
  reads: "Calls that telemetry reports, held against the decisions of the points.",
  severity: "high",
  asi: ["ASI10", "ASI02"],
  atlas: ["AML.T0053"],
  falseAlarms: "Measured on mixed traffic in the tests of telemetry.",
  looks: "elsewhere",
};

export const approvalFlood: Detection = {
  ...always,
  id: "approval-flood",
  kind: "checkpoint.flood",
  title: "Approval flood",
  description: "An agent asks people so often that they would stop reading. Its held calls are paused.",
  reads: "Requests as they are opened.",
  severity: "high",
  asi: ["ASI09", "ASI02"],
  atlas: ["AML.T0053"],
  falseAlarms: "A fixed limit that you set.",
  looks: "elsewhere",
  settings: "/checkpoints/limits",
};

export const staleLease: Detection = {
  ...always,
  id: "stale-lease",
  kind: "point.stale",
  title: "Stale lease",
  description:
    "An enforcement point has not been heard from until after its lease ended: it decides by what it last knew, or not at all.",
  reads: "The last word of each point, every ten seconds.",
  severity: "high",
  asi: ["ASI08", "ASI10"],
  atlas: [],
  falseAlarms: "None: the lease is over or it is not. Points that are switched off want to be revoked.",
  looks: "elsewhere",
};

export const policyDrift: Detection = {
  ...always,
  id: "policy-drift",
  kind: "point.drift",
  title: "Policy drift",
  description: "A connected enforcement point decides by another revision of the policies than the one in force.",
  reads: "The revision that each point states, every ten seconds.",
  severity: "high",
  asi: ["ASI10", "ASI08"],
  atlas: ["AML.T0081"],
  falseAlarms: "Raised only after a point has had time to follow.",
  looks: "elsewhere",
};

export const canaryFailure: Detection = {
  ...always,
  id: "canary-failure",
  kind: "agent.escaped",
  title: "Canary got out of a sandbox",
  description:
    "An attempt to get out of an agent's sandbox reached what it must not: the agent is not isolated as its risk demands.",
  reads: "Runs of canaries, as sandboxes report and sign them.",
  severity: "critical",
  asi: ["ASI05", "ASI10"],
  atlas: [],
  falseAlarms: "None: each attempt stands beside a control outside the sandbox that must succeed.",
  looks: "elsewhere",
};
