/** Administrative facts as OCSF: findings, sign-ins, refusals, and everything else as management of what it is about. */
import { detectionOf } from "@/lib/detections/registry";
import { JsonObject } from "@/sdk/wire/words";
import { clipped, type Members, makeEvent, type OutEvent, type SeverityId } from "./event";

export type AuditRow = {
  seq: bigint;
  id: string;
  orgId: string;
  at: Date;
  actorKind: string;
  actorId: string;
  actorName: string;
  action: string;
  targetKind: string;
  targetId: string;
  targetName: string;
  requestId: string;
  leaf: string;
  leafHash: string;
};

type Base = Omit<Parameters<typeof makeEvent>[0], "class" | "activity" | "severity" | "members">;

export function auditEvent(row: AuditRow): OutEvent {
  const base: Base = {
    uid: `audit:${row.id}`,
    orgId: row.orgId,
    at: row.at,
    message: `${row.actorName}: ${row.action} (${row.targetName})`,
    correlation: row.requestId,
    logName: "gatehouse.audit",
  };
  const detail = detailOf(row.leaf);
  const unmapped = { action: row.action, audit_seq: Number(row.seq), leaf_hash: row.leafHash, detail: bounded(detail) };
  if (row.action.startsWith("finding.")) return findingEvent(row, base, detail, unmapped);
  if (row.action.startsWith("incident.")) return incidentEvent(row, base, detail, unmapped);
  if (row.action.startsWith("session.")) return sessionEvent(row, base, unmapped);
  if (row.action === "access.refused") return refusedEvent(row, base, unmapped);
  return entityEvent(row, base, unmapped);
}

const MOST_DETAIL = 8_000;

function detailOf(leaf: string): Members {
  const parsed = JsonObject.safeParse(JSON.parse(leaf));
  const detail = parsed.success ? parsed.data.detail : null;
  return typeof detail === "object" && detail !== null && !Array.isArray(detail) ? detail : {};
}

/** A detail that is too long is left out and said to be: the audit log has it, under the leaf hash. */
const bounded = (detail: Members): Members =>
  JSON.stringify(detail).length <= MOST_DETAIL ? detail : { omitted: "longer than 8,000 characters" };

const userOf = (row: AuditRow): Members => ({ name: clipped(row.actorName, 200), uid: row.actorId || "unknown" });
const actorOf = (row: AuditRow): Members =>
  row.actorKind === "user"
    ? { user: userOf(row) }
    : { app_name: clipped(row.actorName, 200), app_uid: row.actorId || row.actorKind };

const findingSeverities: Record<string, SeverityId> = { low: 2, medium: 3, high: 4, critical: 5 };
const findingSteps: Record<string, { id: number; name: string; status: number; statusName: string }> = {
  "finding.opened": { id: 1, name: "Create", status: 1, statusName: "New" },
  "finding.reopened": { id: 2, name: "Update", status: 1, statusName: "New" },
  "finding.dismissed": { id: 3, name: "Close", status: 3, statusName: "Suppressed" },
  "finding.resolved": { id: 3, name: "Close", status: 4, statusName: "Resolved" },
};

/** The techniques of the detection that found it. */
function threatsOf(detail: Members): Members {
  const detection = typeof detail.detection === "string" ? detectionOf(detail.detection) : undefined;
  if (!detection || detection.atlas.length === 0) return {};
  return {
    attacks: detection.atlas.map((uid) => ({ technique: { uid }, version: "ATLAS" })),
    tags: asiTags(detection.asi),
  };
}

const asiTags = (ids: readonly string[]) => [{ name: "owasp-agentic", values: [...ids] }];

function findingEvent(row: AuditRow, base: Base, detail: Members, unmapped: Members): OutEvent {
  const step = findingSteps[row.action] ?? { id: 2, name: "Update", status: 0, statusName: "Unknown" };
  const kind = typeof detail.kind === "string" ? detail.kind : "unknown";
  const severity = findingSeverities[String(detail.severity)] ?? 3;
  return makeEvent({
    ...base,
    class: "finding",
    activity: { id: step.id, name: step.name },
    severity: row.action === "finding.resolved" ? 1 : severity,
    message: row.targetName,
    logName: "gatehouse.findings",
    members: {
      finding_info: {
        uid: row.targetId,
        title: clipped(row.targetName, 300),
        types: [kind],
        ...threatsOf(detail),
        ...(row.action === "finding.opened" ? { created_time: row.at.getTime() } : { modified_time: row.at.getTime() }),
      },
      status_id: step.status,
      status: step.statusName,
      ...(typeof detail.why === "string" ? { comment: clipped(detail.why) } : {}),
      unmapped,
    },
  });
}

type IncidentStep = { id: number; name: string; status: number; statusName: string };
const incidentSteps: Record<string, IncidentStep> = {
  "incident.opened": { id: 1, name: "Create", status: 1, statusName: "New" },
  "incident.contained": { id: 2, name: "Update", status: 2, statusName: "In Progress" },
  "incident.closed": { id: 3, name: "Close", status: 5, statusName: "Closed" },
};
const anyStep: IncidentStep = { id: 2, name: "Update", status: 2, statusName: "In Progress" };

/** Findings are named where the act names them; otherwise the incident stands for itself. */
function incidentEvent(row: AuditRow, base: Base, detail: Members, unmapped: Members): OutEvent {
  const step = incidentSteps[row.action] ?? anyStep;
  const named = Array.isArray(detail.findings) ? detail.findings.filter((id) => typeof id === "string") : [];
  const uids = named.length > 0 ? named : [row.targetId];
  return makeEvent({
    ...base,
    class: "incident",
    activity: { id: step.id, name: step.name },
    severity: row.action === "incident.closed" ? 1 : (findingSeverities[String(detail.severity)] ?? 3),
    logName: "gatehouse.incidents",
    members: {
      desc: clipped(row.targetName, 300),
      // Whoever has no owner yet waits for all of those who may take it.
      ...(typeof detail.owner === "string"
        ? { assignee: { name: clipped(detail.owner, 200) } }
        : { assignee_group: { name: "security and admins" } }),
      finding_info_list: uids.map((uid) => ({ uid, title: clipped(row.targetName, 300) })),
      status_id: step.status,
      status: step.statusName,
      ...(typeof detail.why === "string" ? { comment: clipped(detail.why) } : {}),
      unmapped: { ...unmapped, incident: row.targetId },
    },
  });
}

function sessionEvent(row: AuditRow, base: Base, unmapped: Members): OutEvent {
  const refused = row.action === "session.refused";
  return makeEvent({
    ...base,
    class: "authentication",
    activity: row.action === "session.ended" ? { id: 2, name: "Logoff" } : { id: 1, name: "Logon" },
    severity: refused ? 3 : 1,
    members: {
      user:
        row.actorKind === "user" ? userOf(row) : { name: clipped(row.targetName, 200), uid: row.targetId || "unknown" },
      service: { name: "Gatehouse console" },
      status_id: refused ? 2 : 1,
      status: refused ? "Failure" : "Success",
      unmapped,
    },
  });
}

function refusedEvent(row: AuditRow, base: Base, unmapped: Members): OutEvent {
  return makeEvent({
    ...base,
    class: "api",
    activity: { id: 99, name: "Refused" },
    severity: 3,
    profiles: ["security_control"],
    members: {
      actor: actorOf(row),
      api: { operation: clipped(row.targetId, 200), service: { name: "Gatehouse management API" } },
      src_endpoint: { svc_name: "Gatehouse console" },
      action_id: 2,
      action: "Denied",
      disposition_id: 2,
      disposition: "Blocked",
      status_id: 2,
      status: "Failure",
      unmapped,
    },
  });
}

const entityActs: readonly [RegExp, { id: number; name: string }][] = [
  [/^agent\.(killed|suspended)$/, { id: 12, name: "Suspend" }],
  [/^agent\.released$/, { id: 13, name: "Resume" }],
  [/\.(enabled|resumed)$/, { id: 8, name: "Enable" }],
  [/\.(disabled|retired|paused|blocked|revoked)$/, { id: 9, name: "Disable" }],
  [/\.enrolled$/, { id: 6, name: "Enroll" }],
  [/\.(created|registered|invited|opened|joined|loaded)$/, { id: 1, name: "Create" }],
  [/\.(edited|changed|renamed|classified|approved|published)$/, { id: 3, name: "Update" }],
  [/\.(deleted|removed)$/, { id: 4, name: "Delete" }],
];
/** Facts that somebody on duty wants to see without searching. */
const grave =
  /^(agent\.killed|scope\.revoked|demo\.|bundle\.published|policy\.(disabled|deleted)|change\.(proposed|confirmed|alone|refused)|point\.(revoked|refusedBundle))/;

function entityEvent(row: AuditRow, base: Base, unmapped: Members): OutEvent {
  const act = row.action.startsWith("checkpoint.") ? undefined : entityActs.find(([words]) => words.test(row.action));
  return makeEvent({
    ...base,
    class: "entity",
    activity: act?.[1] ?? { id: 99, name: row.action },
    severity: grave.test(row.action) ? 3 : 1,
    members: {
      actor: actorOf(row),
      entity: {
        name: clipped(row.targetName || row.targetId, 300),
        uid: row.targetId,
        type: row.targetKind,
        type_id: 99,
      },
      status_id: 1,
      status: "Success",
      unmapped,
    },
  });
}
