/** Frameworks, their controls, and what the live system shows for each. Not legal advice. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";

export const EvidenceKind = z.enum([
  "agent-inventory",
  "named-owner",
  "policy-versions",
  "checkpoint-decisions",
  "enforcement-acks",
  "kill-switch-drill",
  "tool-call-log",
  "audit-chain-proof",
  "siem-forwarding",
  "incident-record",
  "access-review",
  "credential-rotation",
  "sandbox-canary-results",
]);
export type EvidenceKind = z.infer<typeof EvidenceKind>;

/** `unknown`: it cannot be told. It never counts as met. */
export const ControlState = z.enum(["met", "partly", "gap", "unknown"]);
export type ControlState = z.infer<typeof ControlState>;

export const EvidenceItem = z.object({ name: z.string(), why: z.string(), href: z.string().nullable() });
export type EvidenceItem = z.infer<typeof EvidenceItem>;

/** What one question to the live system gave. */
export const Evidence = z.object({
  kind: EvidenceKind,
  title: z.string(),
  state: ControlState,
  /** What was found, in a sentence. */
  found: z.string(),
  /** When the newest fact behind it came about; null where there is none. */
  newest: Instant.nullable(),
  /** What is missing, in a sentence; null when nothing is. */
  gap: z.string().nullable(),
  /** Where it is looked at, and mended. */
  href: z.string(),
  /** The first of what fails, or of what it rests on where nothing does. */
  items: z.array(EvidenceItem),
  /** How many there are of them. */
  total: z.int(),
});
export type Evidence = z.infer<typeof Evidence>;

export const FrameworkId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, "lower-case letters, digits and dashes");
export const ControlKey = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, "lower-case letters, digits and dashes");

export const EffectiveDate = z.object({
  on: z.iso.date(),
  what: z.string(),
  /** Its source was second-hand. */
  unconfirmed: z.boolean(),
});

export const Counts = z.object({ met: z.int(), partly: z.int(), gap: z.int(), unknown: z.int() });
export type Counts = z.infer<typeof Counts>;

const FrameworkHead = z.object({
  id: FrameworkId,
  title: z.string(),
  publisher: z.string(),
  source: z.string(),
  dates: z.array(EffectiveDate),
  notes: z.array(z.string()),
  /** Brought by the organisation itself. */
  custom: z.boolean(),
  controls: z.int(),
  /** Controls whose source was second-hand. */
  unconfirmed: z.int(),
  counts: Counts,
});
export type FrameworkHead = z.infer<typeof FrameworkHead>;

export const ControlLine = z.object({
  key: ControlKey,
  /** As the framework names it. */
  id: z.string(),
  title: z.string(),
  requirement: z.string(),
  unconfirmed: z.boolean(),
  state: ControlState,
  /** The first thing that is missing. */
  gap: z.string().nullable(),
  /** Where that is mended. */
  href: z.string().nullable(),
  /** The newest fact among its evidence. */
  newest: Instant.nullable(),
  owner: z.object({ id: z.string(), name: z.string(), active: z.boolean() }).nullable(),
  evidence: z.array(z.object({ kind: EvidenceKind, title: z.string(), state: ControlState })),
});
export type ControlLine = z.infer<typeof ControlLine>;

export const Clock = z.object({
  id: z.string(),
  /** report: something is to be told within the days. keep: something is to be kept for them. */
  kind: z.enum(["report", "keep"]),
  days: z.int(),
  title: z.string(),
  /** The control that it comes from. */
  control: z.string(),
  state: ControlState,
  now: z.string(),
});
export type Clock = z.infer<typeof Clock>;

export const listFrameworksOp = operation({
  id: "compliance.listFrameworks",
  http: "GET /v1/compliance/frameworks",
  permission: "compliance:read",
  summary: "Frameworks with how much of each the live system shows now",
  input: Nothing,
  output: z.object({ asOf: Instant, items: z.array(FrameworkHead) }),
});

export const getFrameworkOp = operation({
  id: "compliance.getFramework",
  http: "GET /v1/compliance/frameworks/{framework}",
  permission: "compliance:read",
  summary: "One framework: each control with its state, its gap and who answers for it",
  input: z.strictObject({ framework: FrameworkId }),
  output: FrameworkHead.extend({ asOf: Instant, clocks: z.array(Clock), items: z.array(ControlLine) }),
});
export type FrameworkView = z.infer<typeof getFrameworkOp.output>;

export const ControlView = ControlLine.omit({ evidence: true }).extend({
  asOf: Instant,
  framework: z.object({ id: FrameworkId, title: z.string() }),
  source: z.string(),
  evidence: z.array(Evidence),
  /** Policies in force that name it by `@control("…")`. */
  policies: z.array(z.object({ id: z.string(), slug: z.string(), title: z.string(), version: z.int() })),
  /** What such an annotation says. */
  reference: z.string(),
});
export type ControlView = z.infer<typeof ControlView>;

export const getControlOp = operation({
  id: "compliance.getControl",
  http: "GET /v1/compliance/frameworks/{framework}/controls/{control}",
  permission: "compliance:read",
  summary: "One control with all of its evidence",
  input: z.strictObject({ framework: FrameworkId, control: ControlKey }),
  output: ControlView,
});

export const assignControlOp = operation({
  id: "compliance.assignControl",
  http: "PUT /v1/compliance/frameworks/{framework}/controls/{control}/owner",
  permission: "compliance:manage",
  summary: "Say who answers for a control, or that nobody does any more",
  input: z.strictObject({ framework: FrameworkId, control: ControlKey, ownerId: idOf("user").nullable() }),
  output: ControlView,
});

export const importFrameworkOp = operation({
  id: "compliance.importFramework",
  http: "POST /v1/compliance/frameworks",
  permission: "compliance:manage",
  summary: "Take over a framework of one's own: a list of controls, or an OSCAL catalog",
  input: z.strictObject({
    id: FrameworkId,
    title: z.string().trim().min(1).max(200),
    /** A list of controls, an object with `controls`, or an OSCAL catalog. */
    document: z.unknown(),
  }),
  output: FrameworkHead,
  maxBody: 4 * 1024 * 1024,
  creates: true,
});

export const removeFrameworkOp = operation({
  id: "compliance.removeFramework",
  http: "DELETE /v1/compliance/frameworks/{framework}",
  permission: "compliance:manage",
  summary: "Remove a framework that was imported; packs that were built with it stay",
  input: z.strictObject({ framework: FrameworkId }),
  output: z.object({ removed: FrameworkId }),
});
