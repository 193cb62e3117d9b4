/** Where the organisation stands by the last look, what its score is made of, and what would raise it most. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation, pageInput, pageOf } from "@/lib/shared/operation";
import { Instant, RiskTier } from "@/sdk/wire/words";
import { Requirement, Stage } from "./contract";
import { Step } from "./score-contract";

/** How the active agents stand with one requirement. */
export const RequirementCount = z.object({
  id: z.string(),
  stage: Step,
  title: z.string(),
  built: z.boolean(),
  /** What it is worth to one agent that meets it, once the stages before are reached. */
  worth: z.number(),
  met: z.int(),
  unmet: z.int(),
  unmeasured: z.int(),
});
export type RequirementCount = z.infer<typeof RequirementCount>;

export const ScoreSheet = z.object({
  asOf: Instant,
  /** The look that the figures are of; null when there never was one. */
  lookedAt: Instant.nullable(),
  score: z.number().nullable(),
  /** Agents that the score is the mean of. */
  active: z.int(),
  stopped: z.int(),
  formula: z.array(z.string()),
  /** What each stage contributes to the score. */
  stages: z.array(z.object({ stage: Step, worth: z.number(), earned: z.number() })),
  requirements: z.array(RequirementCount),
});
export type ScoreSheet = z.infer<typeof ScoreSheet>;

export const getScoreOp = operation({
  id: "maturity.getScore",
  http: "GET /v1/maturity/score",
  permission: "maturity:read",
  summary: "Read the organisation's score with its formula and how its agents stand with each requirement",
  input: Nothing,
  output: ScoreSheet,
});

export const Action = z.object({
  requirement: z.string(),
  stage: Step,
  title: z.string(),
  /** Active agents that do not meet it. */
  agents: z.int(),
  /** Of these, how many would score more. */
  gaining: z.int(),
  /** What the organisation's score would gain if all of them met it, and nothing else changed. */
  effect: z.number(),
  /** The list of these agents, each with where it is mended. */
  href: z.string(),
});
export type Action = z.infer<typeof Action>;

export const listActionsOp = operation({
  id: "maturity.listActions",
  http: "GET /v1/maturity/actions",
  permission: "maturity:read",
  summary: "List what would raise the organisation's score, by how much it would",
  input: Nothing,
  output: z.object({
    asOf: Instant,
    lookedAt: Instant.nullable(),
    score: z.number().nullable(),
    items: z.array(Action),
  }),
});

export const Failing = z.object({
  agentId: z.string(),
  agentName: z.string(),
  riskTier: RiskTier,
  stage: Stage,
  /** As it is now. */
  requirement: Requirement,
});
export type Failing = z.infer<typeof Failing>;

export const listFailingOp = operation({
  id: "maturity.listFailing",
  http: "GET /v1/maturity/failing",
  permission: "maturity:read",
  summary: "List the active agents that do not meet a requirement, with the reason and where it is mended",
  input: z.strictObject({
    ...pageInput,
    cursor: idOf("agent").optional(),
    requirement: z.string().regex(/^[A-Za-z]{1,40}$/, "the id of a requirement"),
  }),
  output: pageOf(Failing).extend({ lookedAt: Instant.nullable() }),
});

/** What a survey or a rule of thumb says, and what the same is here. */
export const Benchmark = z.object({
  id: z.string(),
  figure: z.string(),
  value: z.string(),
  source: z.string(),
  /** Of the figure, as its source gives it. */
  date: z.string(),
  /** Null where nothing of the same meaning is measured here; `why` then says why. */
  ours: z.object({ value: z.string(), basis: z.string(), href: z.string().nullable() }).nullable(),
  why: z.string().nullable(),
});
export type Benchmark = z.infer<typeof Benchmark>;

export const listBenchmarksOp = operation({
  id: "maturity.listBenchmarks",
  http: "GET /v1/maturity/benchmarks",
  permission: "maturity:read",
  summary: "List what surveys say of others, each with its source and date, beside what is measured here",
  input: Nothing,
  output: z.object({ asOf: Instant, lookedAt: Instant.nullable(), items: z.array(Benchmark) }),
});
