/** Tool calls, what came of them, and stated losses, as OCSF API Activity. Arguments stay here: their digest goes out. */
import { clipped, type Members, makeEvent, type OutEvent, type SeverityId } from "./event";

export type CallRow = {
  orgId: string;
  id: string;
  at: Date;
  pepId: string;
  agentId: string;
  agentName: string;
  tool: string;
  operationClass: string | null;
  effect: string;
  code: string;
  enforced: boolean;
  reason: string;
  policies: string[];
  revision: number;
  argumentsDigest: string;
  onBehalfOf: string | null;
  chain: string[];
  checkpointId: string | null;
  traceId: string | null;
};
export type OutcomeRow = {
  orgId: string;
  callId: string;
  id: string;
  at: Date;
  pepId: string;
  outcome: string;
  durationMs: number | null;
  error: string | null;
  agentId: string | null;
  agentName: string | null;
  tool: string | null;
  operationClass: string | null;
};
export type GapRow = {
  orgId: string;
  id: string;
  at: Date;
  pepId: string;
  lost: number;
  firstAt: Date;
  lastAt: Date;
  reason: string;
};

/** OCSF knows create, read, update, delete and other; what an operation class says more is in `unmapped`. */
const activities: Record<string, { id: number; name: string }> = {
  read: { id: 2, name: "Read" },
  "data.export": { id: 2, name: "Read" },
  "data.write": { id: 3, name: "Update" },
  "config.change": { id: 3, name: "Update" },
};
export const activityOf = (operationClass: string | null) =>
  activities[operationClass ?? ""] ?? { id: 99, name: operationClass ?? "unclassified" };

type Control = { severity: SeverityId; members: Members };

/** What the decision means in the profile "security control". */
function controlOf({ effect, enforced }: Pick<CallRow, "effect" | "enforced">): Control {
  if (effect === "allow") {
    return {
      severity: 1,
      members: { action_id: 1, action: "Allowed", disposition_id: 1, disposition: "Allowed", is_alert: false },
    };
  }
  const severity = effect === "hold" ? 3 : 4;
  if (!enforced) {
    return {
      severity,
      members: { action_id: 3, action: "Observed", disposition_id: 17, disposition: "Logged", is_alert: true },
    };
  }
  return effect === "hold"
    ? {
        severity,
        members: { action_id: 99, action: "Held", disposition_id: 14, disposition: "Delayed", is_alert: true },
      }
    : {
        severity,
        members: { action_id: 2, action: "Denied", disposition_id: 2, disposition: "Blocked", is_alert: true },
      };
}

const endpointOf = (pepId: string): Members => ({ uid: pepId, svc_name: "Gatehouse enforcement point" });
const serverOf = (tool: string): string => tool.slice(0, Math.max(0, tool.indexOf("/"))) || tool;
export const apiOf = (tool: string, callId: string): Members => ({
  operation: clipped(tool, 300),
  service: { name: clipped(serverOf(tool), 200) },
  request: { uid: callId },
});

export function callEvent(call: CallRow): OutEvent {
  const { severity, members } = controlOf(call);
  const profiles = ["security_control", ...(call.traceId ? ["trace"] : [])];
  return makeEvent({
    class: "api",
    uid: `call:${call.id}`,
    orgId: call.orgId,
    at: call.at,
    activity: activityOf(call.operationClass),
    severity,
    message: `${call.agentName} → ${call.tool}: ${call.effect}. ${call.reason}`,
    correlation: call.id,
    logName: "gatehouse.calls",
    profiles,
    members: {
      ...members,
      actor: {
        app_name: clipped(call.agentName, 200),
        app_uid: call.agentId,
        ...(call.onBehalfOf ? { invoked_by: clipped(call.onBehalfOf, 200) } : {}),
      },
      api: apiOf(call.tool, call.id),
      src_endpoint: endpointOf(call.pepId),
      status_id: call.effect === "deny" && call.enforced ? 2 : 0,
      status: call.effect === "deny" && call.enforced ? "Failure" : "Unknown",
      status_code: call.code,
      status_detail: clipped(call.reason),
      policy: { name: "Gatehouse bundle", uid: `revision-${call.revision}`, version: String(call.revision) },
      ...(call.policies.length > 0
        ? { authorizations: call.policies.slice(0, 20).map((uid) => ({ decision: call.effect, policy: { uid } })) }
        : {}),
      ...(call.traceId ? { trace: { uid: call.traceId } } : {}),
      unmapped: {
        effect: call.effect,
        enforced: call.enforced,
        operation_class: call.operationClass,
        arguments_digest: call.argumentsDigest,
        delegation_chain: call.chain,
        checkpoint: call.checkpointId,
      },
    },
  });
}

const statuses: Record<string, { id: number; name: string; severity: SeverityId }> = {
  succeeded: { id: 1, name: "Success", severity: 1 },
  failed: { id: 2, name: "Failure", severity: 2 },
};

export const statusOf = (outcome: string): { id: number; name: string; severity: SeverityId } =>
  statuses[outcome] ?? { id: 0, name: "Unknown", severity: 3 };

export function outcomeEvent(row: OutcomeRow): OutEvent {
  const status = statusOf(row.outcome);
  const tool = row.tool ?? "unknown";
  return makeEvent({
    class: "api",
    uid: `outcome:${row.callId}`,
    orgId: row.orgId,
    at: row.at,
    activity: activityOf(row.operationClass),
    severity: status.severity,
    message: `${row.agentName ?? "An agent"} → ${tool}: ${row.outcome}`,
    correlation: row.callId,
    logName: "gatehouse.outcomes",
    members: {
      actor: { app_name: clipped(row.agentName ?? "unknown", 200), ...(row.agentId ? { app_uid: row.agentId } : {}) },
      api: apiOf(tool, row.callId),
      src_endpoint: endpointOf(row.pepId),
      status_id: status.id,
      status: status.name,
      ...(row.error ? { status_detail: clipped(row.error) } : {}),
      ...(row.durationMs === null ? {} : { duration: Math.round(row.durationMs) }),
      unmapped: { outcome: row.outcome },
    },
  });
}

export function gapEvent(row: GapRow): OutEvent {
  return makeEvent({
    class: "lifecycle",
    uid: `gap:${row.id}`,
    orgId: row.orgId,
    at: row.at,
    activity: { id: 99, name: "Events lost" },
    severity: 4,
    message: `An enforcement point states that it lost ${row.lost} events: ${row.reason}`,
    logName: "gatehouse.gaps",
    members: {
      app: { name: "Gatehouse enforcement point", uid: row.pepId, vendor_name: "Gatehouse" },
      status_id: 2,
      status: "Failure",
      count: row.lost,
      start_time: row.firstAt.getTime(),
      end_time: row.lastAt.getTime(),
    },
  });
}
