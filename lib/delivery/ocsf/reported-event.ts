/** Tool calls that telemetry reports, as OCSF API Activity: one that a point decided names that decision, one that none did stands out. */
import { activityOf, apiOf, statusOf } from "./call-event";
import { clipped, type Members, makeEvent, type OutEvent, type SeverityId } from "./event";

export type ReportedRow = {
  orgId: string;
  id: string;
  /** As it was when this event came about; the row may know more by now. */
  mediation: "decided" | "unmediated";
  at: Date;
  reporterId: string;
  reporterName: string;
  agentId: string;
  agentName: string;
  tool: string;
  outcome: string;
  durationMs: number | null;
  error: string | null;
  argumentsDigest: string | null;
  onBehalfOf: string | null;
  traceId: string | null;
  spanId: string | null;
  decisionId: string | null;
};

const UNMEDIATED = "No enforcement point decided this call.";

/** Nothing stopped it and nothing could have: it was only observed. */
const unmediatedControl: Members = {
  ...{ action_id: 3, action: "Observed", disposition_id: 17, disposition: "Logged", is_alert: true },
  ...{ status_code: "unmediated", status_detail: UNMEDIATED },
};

export function reportedEvent(row: ReportedRow): OutEvent {
  const unmediated = row.mediation === "unmediated";
  const status = statusOf(row.outcome);
  const severity: SeverityId = unmediated ? 4 : status.severity;
  const profiles = [...(unmediated ? ["security_control"] : []), ...(row.traceId ? ["trace"] : [])];
  const came = unmediated ? `${UNMEDIATED} It ${words[row.outcome] ?? "ended nobody knows how"}.` : row.outcome;
  return makeEvent({
    class: "api",
    uid: `reported:${row.mediation}:${row.id}`,
    orgId: row.orgId,
    at: row.at,
    activity: activityOf(null),
    severity,
    message: `${row.agentName} → ${row.tool}, as telemetry reports: ${came}`,
    correlation: row.decisionId ?? row.id,
    logName: "gatehouse.telemetry",
    profiles,
    members: {
      ...(unmediated ? unmediatedControl : row.error ? { status_detail: clipped(row.error) } : {}),
      actor: {
        app_name: clipped(row.agentName, 200),
        app_uid: row.agentId,
        ...(row.onBehalfOf ? { invoked_by: clipped(row.onBehalfOf, 200) } : {}),
      },
      api: apiOf(row.tool, row.id),
      src_endpoint: { uid: row.reporterId, svc_name: clipped(row.reporterName, 200) },
      status_id: status.id,
      status: status.name,
      ...(row.durationMs === null ? {} : { duration: Math.round(row.durationMs) }),
      ...(row.traceId ? { trace: { uid: row.traceId, ...spanOf(row) } } : {}),
      unmapped: {
        source: "telemetry",
        mediation: row.mediation,
        decision: row.decisionId,
        outcome: row.outcome,
        error: row.error === null ? null : clipped(row.error),
        arguments_digest: row.argumentsDigest,
      },
    },
  });
}

/** A span of OCSF has both its ends. */
function spanOf({ spanId, at, durationMs }: ReportedRow): Members {
  if (spanId === null || durationMs === null) return {};
  const start = at.getTime();
  return { span: { uid: spanId, start_time: start, end_time: start + Math.round(durationMs) } };
}

const words: Record<string, string> = { succeeded: "ran", failed: "ran and failed" };
