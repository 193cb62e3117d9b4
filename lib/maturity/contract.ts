/** Stages from live facts: what is not measured is not claimed. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { AgentStatus, Instant, RiskTier } from "@/sdk/wire/words";
import { Score, Step } from "./score-contract";

export const Stage = z.enum(["none", "observe", "enforce", "isolate"]);
export type Stage = z.infer<typeof Stage>;

export const Requirement = z.object({
  id: z.string(),
  stage: Step,
  title: z.string(),
  /** unmeasured: there is nothing yet to measure it by; it never counts as met. */
  state: z.enum(["met", "unmet", "unmeasured"]),
  /** False when the part of the product that would measure it does not exist yet: always unmeasured, and not asked for. */
  built: z.boolean(),
  why: z.string(),
  /** Where it is mended. */
  href: z.string().nullable(),
  /** What it was judged by: points, calls, open findings. Only where one agent is looked at. */
  evidence: z.array(z.object({ label: z.string(), href: z.string() })).optional(),
});
export type Requirement = z.infer<typeof Requirement>;

export const AgentStage = z.object({
  agentId: z.string(),
  agentName: z.string(),
  riskTier: RiskTier,
  /** Whoever is not active has no stage. */
  status: AgentStatus,
  stage: Stage,
  /** How many of the requirements up to this stage (of the first one, below it) are measured: the stage claims no more. */
  measured: z.int(),
  required: z.int(),
  /** Null for whoever is not active. */
  score: Score.nullable(),
  requirements: z.array(Requirement),
});
export type AgentStage = z.infer<typeof AgentStage>;

export const getAgentStageOp = operation({
  id: "maturity.getAgentStage",
  http: "GET /v1/agents/{id}/stage",
  permission: "maturity:read",
  summary: "Say which stage an agent has reached, and what is missing for the next",
  input: z.strictObject({ id: idOf("agent") }),
  output: AgentStage.extend({
    asOf: Instant,
    /** Since when looks have found it with this stage, this score and these failings; null before the first look. */
    unchangedSince: Instant.nullable(),
  }),
});

export const Overview = z.object({
  asOf: Instant,
  /** The lowest of any active agent. */
  stage: Stage,
  /** The mean of the active agents' scores; null without any. */
  score: z.number().min(0).max(4).nullable(),
  measured: z.int(),
  required: z.int(),
  /** Why the organisation is at that stage and not further. */
  why: z.string(),
  agents: z.object({
    total: z.int(),
    active: z.int(),
    /** Suspended, killed or retired: not counted in any stage. */
    stopped: z.int(),
    /** Active ones without a named owner. */
    unowned: z.int(),
    none: z.int(),
    observe: z.int(),
    enforce: z.int(),
    isolate: z.int(),
  }),
  /** Without the revoked ones; `current` ones run the newest bundle. */
  points: z.object({ total: z.int(), connected: z.int(), current: z.int() }),
  /** Decided by people in the last 24 hours, and the middle of the times that it took them. */
  checkpoints: z.object({ open: z.int(), decided24h: z.int(), medianDecisionSeconds: z.number().nullable() }),
  calls24h: z.object({
    total: z.int(),
    allow: z.int(),
    deny: z.int(),
    hold: z.int(),
    /** Of the permitted ones. */
    withOutcome: z.int(),
    permitted: z.int(),
  }),
  toolsWaiting: z.int(),
  /** What may be an agent and nobody has looked at, and how much was ever seen. */
  discovered: z.object({ known: z.int(), waiting: z.int() }),
  /** Of agents: how many are known, and how many of them more than one agent acts with. */
  credentials: z.object({ known: z.int(), shared: z.int() }),
  /** From the newest kill that any point confirmed: milliseconds until the last confirmed. */
  lastKill: z
    .object({ agentName: z.string(), at: Instant, ms: z.number(), confirmed: z.int(), points: z.int() })
    .nullable(),
  /** Agents lowest in stage first, with the first thing missing. */
  next: z.array(
    z.object({
      agentId: z.string(),
      agentName: z.string(),
      stage: Stage,
      missing: z.string(),
      href: z.string().nullable(),
    }),
  ),
});
export type Overview = z.infer<typeof Overview>;

export const getOverviewOp = operation({
  id: "maturity.getOverview",
  http: "GET /v1/overview",
  permission: "maturity:read",
  summary: "The dashboard: every figure computed from what is stored, as of the time that it says",
  input: Nothing,
  output: Overview,
});
