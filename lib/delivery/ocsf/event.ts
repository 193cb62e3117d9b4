/** What every OCSF 1.8.0 event of ours has in common. Pure. */
import type { Json } from "@/sdk/canonical";

export const OCSF_VERSION = "1.8.0";
const product = { name: "Gatehouse", vendor_name: "Gatehouse", version: "0.1.0" };

const classes = {
  api: { uid: 6003, name: "API Activity", category: 6, categoryName: "Application Activity" },
  lifecycle: { uid: 6002, name: "Application Lifecycle", category: 6, categoryName: "Application Activity" },
  entity: { uid: 3004, name: "Entity Management", category: 3, categoryName: "Identity & Access Management" },
  authentication: { uid: 3002, name: "Authentication", category: 3, categoryName: "Identity & Access Management" },
  incident: { uid: 2005, name: "Incident Finding", category: 2, categoryName: "Findings" },
  finding: { uid: 2004, name: "Detection Finding", category: 2, categoryName: "Findings" },
} as const;

const severities = { 1: "Informational", 2: "Low", 3: "Medium", 4: "High", 5: "Critical" } as const;
export type SeverityId = keyof typeof severities;

export type Members = { [name: string]: Json };
/** An event before a sink numbers it. `uid` is the same whenever and wherever it is sent, so that a receiver can tell repeats. */
export type OutEvent = { uid: string; at: Date; severity: SeverityId; message: string; ocsf: Members };

type Made = {
  class: keyof typeof classes;
  uid: string;
  orgId: string;
  at: Date;
  activity: { id: number; name: string };
  severity: SeverityId;
  message: string;
  /** Groups what belongs together: a call and its outcome, the facts of one request. */
  correlation?: string | null;
  logName: string;
  profiles?: readonly string[];
  members: Members;
};

const MOST_MESSAGE = 1000;
export const clipped = (text: string, most: number = MOST_MESSAGE): string => {
  const whole = text.toWellFormed();
  return whole.length > most ? `${whole.slice(0, most - 1).toWellFormed()}…` : whole;
};

export function makeEvent(made: Made): OutEvent {
  const { uid: classUid, name, category, categoryName } = classes[made.class];
  const message = clipped(made.message);
  return {
    uid: made.uid,
    at: made.at,
    severity: made.severity,
    message,
    ocsf: {
      activity_id: made.activity.id,
      activity_name: made.activity.name,
      category_name: categoryName,
      category_uid: category,
      class_name: name,
      class_uid: classUid,
      type_name: `${name}: ${made.activity.name}`,
      type_uid: classUid * 100 + made.activity.id,
      time: made.at.getTime(),
      severity: severities[made.severity],
      severity_id: made.severity,
      message,
      metadata: {
        version: OCSF_VERSION,
        product,
        uid: made.uid,
        tenant_uid: made.orgId,
        log_name: made.logName,
        log_provider: "Gatehouse",
        ...(made.correlation ? { correlation_uid: made.correlation } : {}),
        ...(made.profiles && made.profiles.length > 0 ? { profiles: [...made.profiles] } : {}),
      },
      ...made.members,
    },
  };
}

/** The event as one sink gets it: `sequence` grows by one from event to event of that sink, so that a hole is a loss. */
export function numbered({ ocsf }: OutEvent, sinkId: string, sequence: number): Members {
  const metadata = ocsf.metadata;
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) throw new Error("no metadata");
  return { ...ocsf, metadata: { ...metadata, sequence, log_source: sinkId } };
}
