/** Findings: something wrong, found by a rule, a probe or a person. */
import { z } from "zod";
import { guardedErrors, isStorable, notStorable } from "@/lib/audit/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation, pageInput, pageOf } from "@/lib/shared/operation";
import { Instant, JsonObject } from "@/sdk/wire/words";

export const Severity = z.enum(["low", "medium", "high", "critical"]);
export type Severity = z.infer<typeof Severity>;

/** Every kind of finding that a rule of the product can open. */
export const FindingKind = z.enum([
  "tool.changed",
  "tool.suspicious",
  "tool.shadowing",
  "point.weak",
  "point.drift",
  "point.stale",
  "point.gap",
  "point.skew",
  "point.dishonest",
  "point.nonconformant",
  "stop.unconfirmed",
  "stop.probe-failed",
  "drill.failed",
  "delivery.failing",
  "checkpoint.flood",
  "breakGlass.used",
  "breakGlass.unreviewed",
  "mail.failing",
  "rule.unmeetable",
  "agent.discovered",
  "agent.vanished",
  "agent.escaped",
  "agent.unmediated",
  "tool.unknown",
  "agent.denials",
  "agent.escalation",
  "agent.toxic",
  "agent.toxicReach",
  "agent.dormant",
  "agent.ownerGone",
  "agent.newTool",
  "agent.newDestination",
  "agent.rate",
  "agent.hours",
  "credential.shared",
  "exercise.passed",
  "rollOut.halted",
  "rollOut.rolledBack",
  "agent.unneeded",
  "agent.overScoped",
  "attestation.overdue",
  "credential.overdue",
]);
export type FindingKind = z.infer<typeof FindingKind>;

export const FindingStatus = z.enum(["open", "resolved", "dismissed"]);
export type FindingStatus = z.infer<typeof FindingStatus>;
export const SubjectKind = z.enum([
  "tool",
  "point",
  "agent",
  "order",
  "sink",
  "mailServer",
  "rule",
  "exercise",
  "rollOut",
  "sighting",
]);
export type SubjectKind = z.infer<typeof SubjectKind>;

export const Finding = z.object({
  id: z.string(),
  /** A word of FindingKind; older entries may carry one that is no longer raised. */
  kind: z.string(),
  severity: Severity,
  subject: z.object({ kind: SubjectKind, id: z.string(), name: z.string() }),
  title: z.string(),
  /** What to do about it. */
  mend: z.string(),
  status: FindingStatus,
  openedAt: Instant,
  lastSeenAt: Instant,
  /** How often it was seen since it opened. */
  seen: z.int(),
  closed: z.object({ at: Instant, byName: z.string(), why: z.string() }).nullable(),
});
export type Finding = z.infer<typeof Finding>;

export const FindingFilters = z.strictObject({
  ...pageInput,
  status: FindingStatus.optional(),
  kind: FindingKind.optional(),
  severity: Severity.optional(),
  subjectKind: SubjectKind.optional(),
  subjectId: z.string().max(100).refine(isStorable, notStorable).optional(),
});
export type FindingFilters = z.input<typeof FindingFilters>;

export const listFindingsOp = operation({
  id: "findings.listFindings",
  http: "GET /v1/findings",
  permission: "finding:read",
  units: "scoped",
  summary: "List findings, newest first",
  input: FindingFilters,
  output: pageOf(Finding),
});

const ById = z.strictObject({ id: idOf("finding") });
const reason = z.string().trim().min(1).max(500).refine(isStorable, notStorable);

/** What happened to it, oldest first; from the audit log. */
export const FindingStep = z.object({
  action: z.string(),
  at: Instant,
  byName: z.string(),
  why: z.string().nullable(),
});

export const getFindingOp = operation({
  id: "findings.getFinding",
  http: "GET /v1/findings/{id}",
  permission: "finding:read",
  summary: "Read one finding with its facts and its history",
  input: ById,
  output: Finding.extend({
    /** What was found, as it was when last seen: parts of it may be an agent's or a server's words. */
    detail: JsonObject,
    history: z.array(FindingStep),
  }),
});

export const countFindingsOp = operation({
  id: "findings.countFindings",
  http: "GET /v1/findings/count",
  permission: "finding:read",
  summary: "Count the open findings by severity",
  input: Nothing,
  output: z.object({
    open: z.int(),
    bySeverity: z.object({ critical: z.int(), high: z.int(), medium: z.int(), low: z.int() }),
  }),
});

export const dismissFindingOp = operation({
  id: "findings.dismissFinding",
  http: "POST /v1/findings/{id}/dismiss",
  permission: "finding:manage",
  summary: "Dismiss an open finding with a reason; it opens again only when its facts change",
  input: z.strictObject({ id: idOf("finding"), reason }),
  output: Finding,
  errors: ["conflict", ...guardedErrors],
});

export const reopenFindingOp = operation({
  id: "findings.reopenFinding",
  http: "POST /v1/findings/{id}/reopen",
  permission: "finding:manage",
  summary: "Open a dismissed or resolved finding again",
  input: z.strictObject({ id: idOf("finding"), reason }),
  output: Finding,
  errors: ["conflict"],
});
