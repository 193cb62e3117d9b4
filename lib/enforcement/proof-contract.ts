/** Proof that an order is in effect: probes, containment certificates, and drills. */
import { z } from "zod";
import { changeReason, guardedErrors } from "@/lib/audit/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { Accepted, ProbeInput } from "@/sdk/wire/protocol";
import { Instant } from "@/sdk/wire/words";
import { ProbeResult } from "./stop-contract";

/* Probes and certificates. */

export const reportProbeOp = operation({
  id: "enforcement.reportProbe",
  http: "POST /v1/pep/probes",
  serve: "gateway",
  permission: "point:report",
  summary: "Answer a probe with a statement signed by the point's own key",
  input: ProbeInput,
  verbatim: ["statement.reason"],
  output: Accepted,
});
export const Probe = z.object({
  id: z.string(),
  pepId: z.string(),
  orderId: z.string().nullable(),
  sentAt: Instant,
  result: ProbeResult,
  why: z.string().nullable(),
});
export const probePointOp = operation({
  id: "enforcement.probePoint",
  http: "POST /v1/points/{id}/probe",
  creates: true,
  permission: "point:manage",
  summary: "Ask a point to prove which bundle it holds",
  input: z.strictObject({ id: idOf("point") }),
  output: Probe,
  errors: ["conflict"],
});
export const listProbesOp = operation({
  id: "enforcement.listProbes",
  http: "GET /v1/points/{id}/probes",
  permission: "point:read",
  summary: "List what a point answered to probes, newest first",
  input: z.strictObject({ id: idOf("point") }),
  output: z.object({ items: z.array(Probe) }),
});

export const Certificate = z.object({
  id: z.string(),
  orderId: z.string(),
  issuedAt: Instant,
  complete: z.boolean(),
  drill: z.boolean(),
  /** Canonical JSON: exactly the bytes that are signed. */
  certificate: z.string(),
  /** Base64 of an Ed25519 signature over those bytes. */
  signature: z.string(),
  keyId: z.string(),
  /** The key that signed it, for convenience: compare it with one that you trust. */
  publicKey: z.string(),
});
export type Certificate = z.infer<typeof Certificate>;
export const issueCertificateOp = operation({
  id: "enforcement.issueCertificate",
  http: "POST /v1/stop-orders/{id}/certificate",
  creates: true,
  permission: "stop:certify",
  summary: "Sign what is proven of a stop order now, naming what is missing",
  input: z.strictObject({ id: idOf("stopOrder") }),
  output: Certificate,
  errors: ["conflict"],
});
export const getCertificateOp = operation({
  id: "enforcement.getCertificate",
  http: "GET /v1/stop-orders/{id}/certificate",
  permission: "point:read",
  summary: "Read the newest containment certificate of a stop order",
  input: z.strictObject({ id: idOf("stopOrder") }),
  output: Certificate,
});

/* Drills. */

export const Drill = z.object({
  id: z.string(),
  orderId: z.string(),
  startedByName: z.string(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  status: z.enum(["running", "passed", "failed"]),
  points: z.int(),
  confirmed: z.int(),
  refused: z.int(),
  unreachable: z.int(),
  p50Ms: z.int().nullable(),
  p99Ms: z.int().nullable(),
  certificateId: z.string().nullable(),
  missing: z.array(z.string()),
});
export type Drill = z.infer<typeof Drill>;
export const DrillPlan = z.object({
  /** The agent that exists only to be killed; null until somebody makes it. */
  canary: z.object({ id: z.string(), name: z.string() }).nullable(),
  every: z.enum(["off", "daily", "weekly"]),
  nextAt: Instant.nullable(),
});
export type DrillPlan = z.infer<typeof DrillPlan>;
export const listDrillsOp = operation({
  id: "enforcement.listDrills",
  http: "GET /v1/drills",
  permission: "point:read",
  summary: "Read how the organisation drills, and what the last drills showed",
  input: Nothing,
  output: z.object({ plan: DrillPlan, items: z.array(Drill) }),
});
export const planDrillsOp = operation({
  id: "enforcement.planDrills",
  http: "PUT /v1/drills/plan",
  permission: "point:manage",
  summary: "Say how often to drill; makes the canary agent if there is none",
  input: z.strictObject({ every: DrillPlan.shape.every, reason: changeReason }),
  output: DrillPlan,
  errors: guardedErrors,
});
export const runDrillOp = operation({
  id: "enforcement.runDrill",
  http: "POST /v1/drills",
  creates: true,
  permission: "drill:run",
  summary: "Kill the canary agent now, measure and probe every point, certify, and release it again",
  input: Nothing,
  output: Drill,
  errors: ["conflict"],
});
