/** Incidents: findings that belong together, who answers for them, what was done, and what came of it. */
import { z } from "zod";
import { changeReason, guardedErrors, isStorable, notStorable } from "@/lib/audit/contract";
import { Finding, Severity } from "@/lib/findings/contract";
import { idOf } from "@/lib/shared/ids";
import { operation, pageInput, pageOf } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";
import { Regime } from "./rules";

const Text = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, notStorable);
const Review = z
  .string()
  .trim()
  .min(1, "is missing: an incident is not closed without it")
  .max(4000)
  .refine(isStorable, notStorable);
const ById = { id: idOf("incident") };

export const IncidentStatus = z.enum(["open", "contained", "closed"]);
export type IncidentStatus = z.infer<typeof IncidentStatus>;

export const EntryKind = z.enum([
  "opened",
  "finding",
  "edited",
  "note",
  "contained",
  "reopened",
  "review",
  "clockStarted",
  "clockMet",
]);
export type EntryKind = z.infer<typeof EntryKind>;

export const Incident = z.object({
  id: z.string(),
  number: z.int(),
  title: z.string(),
  severity: Severity,
  status: IncidentStatus,
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  openedByName: z.string(),
  openedAt: Instant,
  beganAt: Instant,
  lastFindingAt: Instant,
  containedAt: Instant.nullable(),
  closed: z.object({ at: Instant, byName: z.string() }).nullable(),
  findings: z.int(),
  /** The next of its clocks that is not met. */
  nextDueAt: Instant.nullable(),
  version: z.int(),
});
export type Incident = z.infer<typeof Incident>;

export const IncidentClock = z.object({
  id: z.string(),
  regime: Regime,
  title: z.string(),
  awareAt: Instant,
  dueAt: Instant,
  startedByName: z.string(),
  state: z.enum(["running", "soon", "overdue", "met", "metLate"]),
  met: z.object({ at: Instant, byName: z.string(), proof: z.string() }).nullable(),
});
export type IncidentClock = z.infer<typeof IncidentClock>;

/** One line of what happened: from the incident itself, its findings, orders, requests, calls, and the audit log. */
export const TimelineItem = z.object({
  at: Instant,
  source: z.enum(["incident", "finding", "stop", "checkpoint", "calls", "audit"]),
  /** For entries of the incident, their kind; for facts, the audit action. */
  kind: z.string(),
  text: z.string(),
  byName: z.string().nullable(),
  href: z.string().nullable(),
});
export type TimelineItem = z.infer<typeof TimelineItem>;

export const ResponseTimes = z.object({
  /** The first refusal that was carried out, or the first order to stop, after it began. */
  firstBlock: z.object({ at: Instant, seconds: z.number(), how: z.enum(["call", "order"]) }).nullable(),
  /** From its beginning until every point confirmed that each of its agents is stopped. */
  containment: z.object({ at: Instant, seconds: z.number() }).nullable(),
  /** Orders that stop its agents: how many points confirmed, of how many. */
  orders: z.array(
    z.object({
      orderId: z.string(),
      agentId: z.string(),
      status: z.string(),
      orderedAt: Instant,
      confirmed: z.int(),
      points: z.int(),
    }),
  ),
});
export type ResponseTimes = z.infer<typeof ResponseTimes>;

export const WholeIncident = Incident.extend({
  agents: z.array(z.object({ id: z.string(), name: z.string(), status: z.string().nullable() })),
  allFindings: z.array(
    Finding.pick({ id: true, kind: true, severity: true, title: true, subject: true }).extend({
      /** Null when the finding was removed with the demo. */
      status: Finding.shape.status.nullable(),
    }),
  ),
  clocks: z.array(IncidentClock),
  times: ResponseTimes,
  timeline: z.array(TimelineItem),
  /** The time line has more than is shown. */
  cut: z.boolean(),
  review: z.object({ what: z.string(), cause: z.string(), changes: z.string() }).nullable(),
  asOf: Instant,
});
export type WholeIncident = z.infer<typeof WholeIncident>;

export const IncidentFilters = z.strictObject({
  ...pageInput,
  status: IncidentStatus.optional(),
  severity: Severity.optional(),
  agentId: z.string().max(100).refine(isStorable, notStorable).optional(),
  findingId: z.string().max(100).refine(isStorable, notStorable).optional(),
});
export type IncidentFilters = z.input<typeof IncidentFilters>;

export const listIncidentsOp = operation({
  id: "incidents.listIncidents",
  http: "GET /v1/incidents",
  permission: "incident:read",
  summary: "List incidents, newest first",
  input: IncidentFilters,
  output: pageOf(Incident),
});
export const getIncidentOp = operation({
  id: "incidents.getIncident",
  http: "GET /v1/incidents/{id}",
  permission: "incident:read",
  summary: "Read one incident with its clocks, its response times and its time line",
  input: z.strictObject(ById),
  output: WholeIncident,
});
const findingIds = z.array(idOf("finding")).min(1).max(50);
export const openIncidentOp = operation({
  id: "incidents.openIncident",
  http: "POST /v1/incidents",
  permission: "incident:manage",
  summary: "Open an incident over findings; a finding belongs to one incident",
  creates: true,
  input: z.strictObject({ title: Text(160), findingIds }),
  output: Incident,
  errors: ["conflict"],
});
export const addIncidentFindingsOp = operation({
  id: "incidents.addIncidentFindings",
  http: "POST /v1/incidents/{id}/findings",
  permission: "incident:manage",
  summary: "Add findings to an incident; one that is closed opens again",
  input: z.strictObject({ ...ById, findingIds }),
  output: Incident,
  errors: ["conflict"],
});
export const editIncidentOp = operation({
  id: "incidents.editIncident",
  http: "PATCH /v1/incidents/{id}",
  permission: "incident:manage",
  summary: "Change an incident's title, severity or owner",
  input: z.strictObject({
    ...ById,
    version: z.int().min(1),
    title: Text(160).optional(),
    severity: Severity.optional(),
    ownerId: idOf("user").nullable().optional(),
  }),
  output: Incident,
  errors: ["conflict"],
});
export const addIncidentNoteOp = operation({
  id: "incidents.addIncidentNote",
  http: "POST /v1/incidents/{id}/notes",
  permission: "incident:manage",
  summary: "Add a note to an incident; it cannot be changed afterwards",
  input: z.strictObject({ ...ById, text: Text(4000) }),
  output: Incident,
});
export const containIncidentOp = operation({
  id: "incidents.containIncident",
  http: "POST /v1/incidents/{id}/contain",
  permission: "incident:manage",
  summary: "Say that an incident is contained in another way than by stopping its agents",
  input: z.strictObject({ ...ById, reason: Text(500) }),
  output: Incident,
  errors: ["conflict"],
});
export const closeIncidentOp = operation({
  id: "incidents.closeIncident",
  http: "POST /v1/incidents/{id}/close",
  permission: "incident:manage",
  summary: "Close an incident with its review; its findings must be closed, or are dismissed with it",
  input: z.strictObject({
    ...ById,
    /** What happened, why it could, and what changes so that it does not happen again. */
    what: Review,
    cause: Review,
    changes: Review,
    dismissFindings: z.boolean().default(false),
    /** Of dismissing findings that take a second person. */
    reason: changeReason,
  }),
  output: Incident,
  errors: ["conflict", ...guardedErrors],
});
export const reopenIncidentOp = operation({
  id: "incidents.reopenIncident",
  http: "POST /v1/incidents/{id}/reopen",
  permission: "incident:manage",
  summary: "Open an incident again that is contained or closed",
  input: z.strictObject({ ...ById, reason: Text(500) }),
  output: Incident,
});
export const startIncidentClockOp = operation({
  id: "incidents.startIncidentClock",
  http: "POST /v1/incidents/{id}/clocks",
  permission: "incident:manage",
  summary: "Start a clock: by when somebody must be told",
  input: z.strictObject({
    ...ById,
    regime: Regime,
    awareAt: Instant,
    /** For `other` only, and then both: what it is, and when it is due. */
    title: Text(160).optional(),
    dueAt: Instant.optional(),
  }),
  output: Incident,
  errors: ["conflict"],
});
export const meetIncidentClockOp = operation({
  id: "incidents.meetIncidentClock",
  http: "POST /v1/incidents/{id}/clocks/{clockId}/meet",
  permission: "incident:manage",
  summary: "Say that a clock was met, with what shows it",
  input: z.strictObject({ ...ById, clockId: idOf("incidentClock"), proof: Text(2000) }),
  output: Incident,
  errors: ["conflict"],
});
