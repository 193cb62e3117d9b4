/** Red-team exercises: what is set up for one, what came of it, and what the runner signs. Browser-safe. */
import { z } from "zod";
import { Digest, Instant, JsonObject, OperationClass, PepKind, Reversibility, RiskTier } from "./words.ts";

/** Families of the OWASP Top 10 for Agentic Applications 2026. */
export const Asi = z.enum(["ASI01", "ASI02", "ASI03", "ASI04", "ASI05", "ASI06", "ASI07", "ASI08", "ASI09", "ASI10"]);
export type Asi = z.infer<typeof Asi>;

export const asiTitles: Record<Asi, string> = {
  ASI01: "Agent goal hijack",
  ASI02: "Tool misuse and exploitation",
  ASI03: "Identity and privilege abuse",
  ASI04: "Agentic supply chain",
  ASI05: "Unexpected code execution",
  ASI06: "Memory and context poisoning",
  ASI07: "Insecure inter-agent communication",
  ASI08: "Cascading failures",
  ASI09: "Human-agent trust exploitation",
  ASI10: "Rogue agents",
};

export const AttackSeverity = z.enum(["low", "medium", "high", "critical"]);
export type AttackSeverity = z.infer<typeof AttackSeverity>;

/** `void`: nothing is proven, because the control did not succeed or the console holds no evidence. It never counts as contained. */
export const ExerciseVerdict = z.enum(["contained", "passed", "void"]);
export type ExerciseVerdict = z.infer<typeof ExerciseVerdict>;

export const EvidenceKind = z.enum(["call", "checkpoint", "audit", "finding"]);
export type EvidenceKind = z.infer<typeof EvidenceKind>;
/** A record that the console holds, by which it shows that its control acted. */
export const Evidence = z.strictObject({
  kind: EvidenceKind,
  id: z.string().min(1).max(200),
  /** Over what cannot change in the record. */
  digest: Digest,
  says: z.string().max(400),
});
export type Evidence = z.infer<typeof Evidence>;

const Seen = z.strictObject({ got: z.boolean(), seen: z.string().max(600) });
export type Seen = z.infer<typeof Seen>;

const Id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{2,79}$/, "letters, digits and dashes, 3 to 80 of them");
const said = (max: number) => z.string().trim().min(1).max(max);

/** What is known of a scenario before it runs. */
export const ScenarioFacts = z.strictObject({
  id: Id,
  asi: Asi,
  /** Techniques of MITRE ATLAS. */
  atlas: z.array(z.string().regex(/^AML\.T\d{4}(\.\d{3})?$/, "an id as AML.T0051.001")).max(8),
  title: said(120),
  goal: said(400),
  steps: z.array(said(300)).min(1).max(12),
  /** The control that ought to stop it. */
  expected: said(400),
  /** How grave it is when it passes through. */
  severity: AttackSeverity,
});
export type ScenarioFacts = z.infer<typeof ScenarioFacts>;

export const ScenarioResult = ScenarioFacts.extend({
  custom: z.boolean(),
  /** The same steps without the protection, which have to succeed; null when they were not run. */
  control: Seen.nullable(),
  observed: Seen.nullable(),
  verdict: ExerciseVerdict,
  evidence: z.array(Evidence).max(12),
  ms: z.int().nonnegative(),
});
export type ScenarioResult = z.infer<typeof ScenarioResult>;

export const RedteamStatement = z.strictObject({
  format: z.literal(1),
  org: z.string().max(100),
  run: z.string().max(100),
  /** The organisation that was made for the exercise, and is used for nothing else. */
  range: z.string().max(100),
  startedAt: Instant,
  endedAt: Instant,
  runner: z.strictObject({
    version: z.string().max(60),
    node: z.string().max(40),
    platform: z.string().max(100),
    place: z.enum(["worker", "command line"]),
  }),
  /** Bundle under which the points decided. */
  revision: z.int().positive(),
  result: ExerciseVerdict,
  reason: z.string().max(1000),
  scenarios: z.array(ScenarioResult).min(1).max(200),
});
export type RedteamStatement = z.infer<typeof RedteamStatement>;

const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{1,59}$/, "small letters, digits and dashes");
/** What an exercise needs to find when it begins. `{agent:KEY}` in a policy stands for the id of that agent. */
export const RangePlan = z.strictObject({
  agents: z
    .array(z.strictObject({ key: Id, name: said(100), riskTier: RiskTier, kind: PepKind }))
    .min(1)
    .max(300),
  tools: z
    .array(
      z.strictObject({
        server: z.string().regex(/^[A-Za-z0-9-]{1,80}$/),
        name: said(100),
        operationClass: OperationClass,
        reversibility: Reversibility,
        definition: JsonObject,
      }),
    )
    .max(500),
  policies: z.array(z.strictObject({ slug: Slug, title: said(160), text: z.string().max(4000) })).max(500),
});
export type RangePlan = z.infer<typeof RangePlan>;

/** Rule that scenarios hold calls under: the owner of the agent agrees. */
export const RANGE_RULE = "exercise-owner";
/** How often an agent of an exercise may ask people, so that a flood is one after a moment. */
export const RANGE_LIMITS = { perMinute: 6, pauseAfter: 5 } as const;

export const RangeKeyRole = z.enum(["security", "owner", "approver", "reporter"]);
export type RangeKeyRole = z.infer<typeof RangeKeyRole>;
export const ExerciseRange = z.strictObject({
  runId: z.string(),
  orgId: z.string(),
  rangeId: z.string(),
  gatewayUrl: z.string(),
  consoleUrl: z.string(),
  revision: z.int().positive(),
  agents: z.array(z.strictObject({ key: z.string(), id: z.string(), token: z.string() })),
  /** API keys of the range, for attacks that try what a key of that role may not. */
  keys: z.record(RangeKeyRole, z.string()),
});
export type ExerciseRange = z.infer<typeof ExerciseRange>;

const decided = { checkpointId: z.string().max(100), digest: Digest };
/** What people do in the range while the agents act. */
export const RangeAct = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("approve"), ...decided }),
  z.strictObject({ act: z.literal("deny"), ...decided }),
  z.strictObject({ act: z.literal("kill"), agentId: z.string().max(100) }),
  /** Signs a bundle anew when the inventory changed, as the worker does. */
  z.strictObject({ act: z.literal("refresh") }),
]);
export type RangeAct = z.infer<typeof RangeAct>;

const record = { id: z.string(), digest: Digest };
/** What the console holds about an agent of the range. */
export const RangeRecords = z.strictObject({
  calls: z.array(
    z.strictObject({
      ...record,
      agentId: z.string(),
      tool: z.string(),
      effect: z.string().nullable(),
      code: z.string().nullable(),
      reason: z.string(),
      outcome: z.string().nullable(),
    }),
  ),
  checkpoints: z.array(
    z.strictObject({
      ...record,
      tool: z.string(),
      status: z.string(),
      /** Canonical JSON, as people are shown it. */
      action: z.string(),
      agentReason: z.string().nullable(),
      uninspectable: z.boolean(),
      stepUp: z.boolean(),
      /** Names of what the page makes visible in the arguments. */
      revealed: z.array(z.string()),
      grantId: z.string().nullable(),
    }),
  ),
  audit: z.array(
    z.strictObject({ ...record, action: z.string(), actorId: z.string(), actorName: z.string(), targetId: z.string() }),
  ),
  findings: z.array(z.strictObject({ ...record, kind: z.string(), title: z.string(), subjectName: z.string() })),
});
export type RangeRecords = z.infer<typeof RangeRecords>;

export const RedteamProgress = z.strictObject({
  done: z.int().nonnegative(),
  total: z.int().positive(),
  current: z.string().max(200).nullable(),
});
export type RedteamProgress = z.infer<typeof RedteamProgress>;
export const RedteamResult = z.strictObject({ statement: RedteamStatement, signature: z.base64().max(200) });
export type RedteamResult = z.infer<typeof RedteamResult>;
