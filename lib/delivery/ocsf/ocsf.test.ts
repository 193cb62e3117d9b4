import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { auditActions } from "@/lib/shared/audit-actions";
import { canonicalJson } from "@/sdk/canonical";
import { type AuditRow, auditEvent } from "./audit-event";
import { type CallRow, callEvent, gapEvent, outcomeEvent } from "./call-event";
import { numbered, type OutEvent } from "./event";
import { heartbeatEvent, testEvent } from "./own-event";
import { type ReportedRow, reportedEvent } from "./reported-event";

const bundle = JSON.parse(readFileSync(path.join(import.meta.dirname, "../testing/ocsf-1.8.0.schema.json"), "utf8"));
const ajv = new Ajv2020({ strict: false, unicodeRegExp: false });
ajv.addSchema(bundle);
const names: Record<number, string> = {
  6003: "class_api_activity",
  6002: "class_application_lifecycle",
  3004: "class_entity_management",
  3002: "class_authentication",
  2004: "class_detection_finding",
  2005: "class_incident_finding",
};

/** What the schema of the event's own class has against it. */
function faults(event: OutEvent): string[] {
  const body = numbered(event, "snk_1", 7);
  const validate = ajv.compile({ $ref: `urn:ocsf:1.8.0:subset#/$defs/${names[Number(body.class_uid)]}` });
  // Through JSON, as a receiver sees it.
  return validate(JSON.parse(JSON.stringify(body)))
    ? []
    : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`);
}

const at = new Date("2026-03-04T05:06:07.089Z");
const call: CallRow = {
  orgId: "org_1",
  id: "call_1",
  at,
  pepId: "pep_1",
  agentId: "agt_1",
  agentName: "Invoice bot",
  tool: "bank/pay",
  operationClass: "money.move",
  effect: "allow",
  code: "permitted",
  enforced: true,
  reason: "allowed by open",
  policies: ["open"],
  revision: 3,
  argumentsDigest: `sha256:${"0".repeat(64)}`,
  onBehalfOf: "alice@example.test",
  chain: ["agt_0"],
  checkpointId: null,
  traceId: "0af7651916cd43dd8448eb211c80319c",
};
const entry = (action: string, detail: object = {}): AuditRow => ({
  seq: 12n,
  id: "aud_1",
  orgId: "org_1",
  at,
  actorKind: "user",
  actorId: "usr_1",
  actorName: "Ann",
  action,
  targetKind: "agent",
  targetId: "agt_1",
  targetName: "Invoice bot",
  requestId: "req_1",
  leaf: canonicalJson({ format: 1, detail: JSON.parse(JSON.stringify(detail)) }),
  leafHash: "ab".repeat(32),
});

test("the schema refuses an event with a member that its class does not know", () => {
  const event = callEvent(call);
  expect(faults({ ...event, ocsf: { ...event.ocsf, stray: 1 } })).not.toEqual([]);
});

test("the schema refuses an event without an actor", () => {
  const { actor: _, ...ocsf } = callEvent(call).ocsf;
  expect(faults({ ...callEvent(call), ocsf })).not.toEqual([]);
});

describe("a tool call is valid OCSF", () => {
  const variants: [string, Partial<CallRow>][] = [
    ["allowed", {}],
    ["denied", { effect: "deny", code: "forbidden" }],
    ["held", { effect: "hold", checkpointId: "chk_1" }],
    ["only observed", { effect: "deny", enforced: false }],
    ["of an unknown class", { operationClass: null }],
    ["read", { operationClass: "read" }],
    ["with nothing optional", { onBehalfOf: null, traceId: null, policies: [], chain: [] }],
    ["with an agent's worst words", { tool: `x/${"\u202e\n\0".repeat(500)}`, reason: "\ud800" }],
  ];
  test.each(variants)("%s", (_, change) => {
    expect(faults(callEvent({ ...call, ...change }))).toEqual([]);
  });
});

test("a denied call is an alert that was blocked; an observed one is logged and never claimed to be blocked", () => {
  expect(callEvent({ ...call, effect: "deny" }).ocsf).toMatchObject({
    action_id: 2,
    disposition_id: 2,
    severity_id: 4,
  });
  const observed = callEvent({ ...call, effect: "deny", enforced: false }).ocsf;
  expect(observed).toMatchObject({ action_id: 3, disposition_id: 17, status_id: 0 });
});

test.each(["succeeded", "failed", "unknown"])("the outcome %s is valid OCSF and names its call", (outcome) => {
  const row = {
    ...call,
    callId: "call_1",
    id: "evt_2",
    outcome,
    durationMs: 12.6,
    error: outcome === "failed" ? "boom" : null,
  };
  const event = outcomeEvent(row);
  expect(faults(event)).toEqual([]);
  expect(event.ocsf).toMatchObject({ metadata: { correlation_uid: "call_1" } });
  expect(faults(outcomeEvent({ ...row, agentId: null, agentName: null, tool: null, operationClass: null }))).toEqual(
    [],
  );
});

const reported: ReportedRow = {
  ...{ ...call, id: "opentelemetry-span:0af7651916cd43dd8448eb211c80319c:00f067aa0ba902b7", mediation: "unmediated" },
  ...{ reporterId: "key_1", reporterName: "Collector", outcome: "succeeded", durationMs: 12.6, error: null },
  ...{ spanId: "00f067aa0ba902b7", decisionId: null },
};

describe("a call that telemetry reports is valid OCSF", () => {
  const variants: [string, Partial<ReportedRow>][] = [
    ["past every point", {}],
    ["decided by one", { mediation: "decided", decisionId: "call_1" }],
    ["failed", { outcome: "failed", error: "boom" }],
    ["decided and failed", { mediation: "decided", decisionId: "call_1", outcome: "failed", error: "boom" }],
    ["of no trace", { traceId: null, spanId: null, onBehalfOf: null, argumentsDigest: null, durationMs: null }],
    ["with an agent's worst words", { tool: `x/${"\u202e\n\0".repeat(500)}`, error: "\ud800", outcome: "what" }],
  ];
  test.each(variants)("%s", (_, change) => {
    expect(faults(reportedEvent({ ...reported, ...change }))).toEqual([]);
  });
});

test("a call that passed every point is an alert by itself, and never claimed to be allowed; a decided one names its decision", () => {
  expect(reportedEvent(reported).ocsf).toMatchObject({
    ...{ severity_id: 4, is_alert: true, action_id: 3, status_code: "unmediated" },
    unmapped: { source: "telemetry", mediation: "unmediated" },
  });
  const decided = reportedEvent({ ...reported, mediation: "decided", decisionId: "call_1" });
  expect(decided.ocsf).toMatchObject({ severity_id: 1, metadata: { correlation_uid: "call_1" } });
  expect(decided.ocsf).not.toHaveProperty("is_alert");
  expect(decided.uid).not.toBe(reportedEvent(reported).uid);
});

test("a stated loss, a heartbeat and a test event are valid OCSF", () => {
  expect(faults(gapEvent({ ...call, lost: 4, firstAt: at, lastAt: at }))).toEqual([]);
  const beat = { orgId: "org_1", sinkId: "snk_1", at, sequence: 9, delivered: 8, parked: 0, missing: 0 };
  expect(faults(heartbeatEvent(beat))).toEqual([]);
  expect(faults(testEvent({ orgId: "org_1", at, by: "Ann" }))).toEqual([]);
});

test.each([...auditActions])("the administrative fact %s is valid OCSF", (action) => {
  expect(faults(auditEvent(entry(action, { kind: "tool.changed", severity: "high", why: "because" })))).toEqual([]);
  expect(faults(auditEvent({ ...entry(action), actorKind: "system", actorId: "", targetName: "" }))).toEqual([]);
});

test("a finding keeps its severity and its kind", () => {
  const { ocsf } = auditEvent(entry("finding.opened", { kind: "tool.changed", severity: "critical" }));
  expect(ocsf).toMatchObject({
    class_uid: 2004,
    severity_id: 5,
    finding_info: { types: ["tool.changed"] },
    status_id: 1,
  });
});

test.each(["change.proposed", "change.confirmed", "change.alone"])(
  "%s stands out, with what becomes weaker",
  (action) => {
    const weakenings = [{ way: "forbid.removed", sentence: "“Secrets” forbids nothing any more." }];
    expect(auditEvent(entry(action, { weakenings })).ocsf).toMatchObject({
      severity_id: 3,
      unmapped: { action, detail: { weakenings } },
    });
  },
);

test("a detection's finding carries its techniques, and an incident its findings, its owner and its state", () => {
  const found = auditEvent(
    entry("finding.opened", { kind: "agent.denials", severity: "high", detection: "denial-spike" }),
  );
  expect(faults(found)).toEqual([]);
  expect(found.ocsf).toMatchObject({
    finding_info: { attacks: expect.arrayContaining([expect.objectContaining({ technique: { uid: "AML.T0053" } })]) },
  });
  const made = auditEvent(entry("incident.opened", { severity: "critical", findings: ["fnd_1", "fnd_2"] }));
  expect(faults(made)).toEqual([]);
  expect(made.ocsf).toMatchObject({
    class_uid: 2005,
    severity_id: 5,
    finding_info_list: [{ uid: "fnd_1" }, { uid: "fnd_2" }],
  });
  expect(auditEvent(entry("incident.closed", { owner: "Bea" })).ocsf).toMatchObject({
    status: "Closed",
    assignee: { name: "Bea" },
  });
});

test("a kill is a suspension of the agent", () => {
  expect(auditEvent(entry("agent.killed")).ocsf).toMatchObject({ class_uid: 3004, activity_id: 12, type_uid: 300412 });
});

test("a detail that is too long is left out and said to be; the leaf hash stays", () => {
  const { ocsf } = auditEvent(entry("agent.edited", { long: "x".repeat(9_000) }));
  expect(ocsf).toMatchObject({ unmapped: { detail: { omitted: expect.any(String) }, leaf_hash: "ab".repeat(32) } });
});
