/** Red-team exercises: attacks through the real enforcement path, in an organisation made for each run. Browser-safe. */
import { z } from "zod";
import { changeReason, guardedErrors, isStorable, notStorable } from "@/lib/audit/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation, pageInput, pageOf } from "@/lib/shared/operation";
import {
  Evidence,
  ExerciseRange,
  ExerciseVerdict,
  RangeAct,
  RangePlan,
  RangeRecords,
  RedteamProgress,
  RedteamResult,
  RedteamStatement,
} from "@/sdk/wire/redteam";
import { Instant } from "@/sdk/wire/words";

export const RunStatus = z.enum(["asked", "running", "finished", "abandoned"]);
export type RunStatus = z.infer<typeof RunStatus>;

export const RedteamRun = z.object({
  id: z.string(),
  status: RunStatus,
  cause: z.enum(["hand", "schedule"]),
  place: z.enum(["worker", "command line"]),
  askedByName: z.string(),
  askedAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** Why it came to nothing. */
  endedWhy: z.string().nullable(),
  done: z.int(),
  total: z.int(),
  current: z.string().nullable(),
  outcome: z
    .object({ result: ExerciseVerdict, reason: z.string(), contained: z.int(), passed: z.int(), voided: z.int() })
    .nullable(),
});
export type RedteamRun = z.infer<typeof RedteamRun>;

const runId = { id: idOf("redteamRun") };

export const listRedteamRunsOp = operation({
  id: "redteam.listRuns",
  http: "GET /v1/redteam/runs",
  permission: "redteam:read",
  summary: "List red-team exercises, newest first",
  input: z.strictObject(pageInput),
  output: pageOf(RedteamRun),
});

export const getRedteamRunOp = operation({
  id: "redteam.getRun",
  http: "GET /v1/redteam/runs/{id}",
  permission: "redteam:read",
  summary: "Read one red-team exercise, attack by attack, as it was signed",
  input: z.strictObject(runId),
  output: RedteamRun.extend({
    statement: RedteamStatement.nullable(),
    /** Canonical JSON, as it was signed, with the signature (Ed25519, base64) and the key that the runner made for the run. */
    signed: z.object({ text: z.string(), signature: z.string(), publicKey: z.string() }).nullable(),
  }),
});
export type WholeRedteamRun = z.infer<(typeof getRedteamRunOp)["output"]>;

export const getEvidenceOp = operation({
  id: "redteam.getEvidence",
  http: "GET /v1/redteam/runs/{id}/evidence/{recordId}",
  permission: "redteam:read",
  summary: "Read a record that an exercise's outcome cites, as the console holds it in the exercise's own organisation",
  input: z.strictObject({ ...runId, recordId: z.string().min(1).max(200).refine(isStorable, notStorable) }),
  output: Evidence.extend({
    /** Whether its digest is still the one that is cited. */
    intact: z.boolean(),
    /** JSON, for people to read. */
    record: z.string(),
  }),
});

export const askRedteamOp = operation({
  id: "redteam.ask",
  http: "POST /v1/redteam/asks",
  creates: true,
  permission: "redteam:run",
  summary: "Have the worker run a red-team exercise now",
  input: Nothing,
  output: RedteamRun,
  errors: ["conflict"],
});

export const startRedteamOp = operation({
  id: "redteam.start",
  http: "POST /v1/redteam/runs",
  creates: true,
  permission: "redteam:run",
  summary: "Begin a red-team exercise that the caller runs: makes an organisation for it, with what the plan names",
  input: z.strictObject({ plan: RangePlan, publicKey: z.string().max(1000) }),
  verbatim: ["plan"],
  output: ExerciseRange,
  errors: ["conflict"],
});

export const actInRangeOp = operation({
  id: "redteam.act",
  http: "POST /v1/redteam/runs/{id}/acts",
  permission: "redteam:run",
  summary: "Do what a person of the exercise's own organisation does: approve, deny, kill",
  input: z.strictObject({ ...runId, act: RangeAct }),
  output: z.object({}),
  errors: ["conflict", "digest_mismatch", "already_decided", "expired"],
});

export const readRangeOp = operation({
  id: "redteam.readRange",
  http: "GET /v1/redteam/runs/{id}/records",
  permission: "redteam:run",
  summary: "Read what the console holds about an agent of the exercise's own organisation, or about all of them",
  input: z.strictObject({ ...runId, agentId: idOf("agent").optional() }),
  output: RangeRecords,
  errors: ["conflict"],
});

export const reportProgressOp = operation({
  id: "redteam.reportProgress",
  http: "POST /v1/redteam/runs/{id}/progress",
  permission: "redteam:run",
  summary: "Say how far a red-team exercise is",
  input: z.strictObject({ ...runId, ...RedteamProgress.shape }),
  output: z.object({}),
  errors: ["conflict"],
});

export const finishRedteamOp = operation({
  id: "redteam.finish",
  http: "POST /v1/redteam/runs/{id}/result",
  permission: "redteam:run",
  summary: "Hand in what a red-team exercise came to, signed by its runner; its organisation is closed",
  input: z.strictObject({ ...runId, ...RedteamResult.shape }),
  output: RedteamRun,
  errors: ["conflict"],
});

export const abandonRedteamOp = operation({
  id: "redteam.abandon",
  http: "POST /v1/redteam/runs/{id}/abandon",
  permission: "redteam:run",
  summary: "End a red-team exercise that came to nothing; its organisation is closed",
  input: z.strictObject({ ...runId, reason: z.string().trim().min(1).max(600).refine(isStorable, notStorable) }),
  output: RedteamRun,
  errors: ["conflict"],
});

export const RedteamSetting = z.object({
  /** 0: only by hand. */
  everyDays: z.int(),
  /** Who answers for what exercises find. */
  ownerId: z.string().nullable(),
  ownerName: z.string().nullable(),
  nextAt: Instant.nullable(),
  version: z.int(),
  updatedAt: Instant.nullable(),
  updatedByName: z.string().nullable(),
});
export type RedteamSetting = z.infer<typeof RedteamSetting>;

export const getRedteamSettingOp = operation({
  id: "redteam.getSetting",
  http: "GET /v1/redteam/setting",
  permission: "redteam:read",
  summary: "Read how often red-team exercises run, and who answers for what they find",
  input: Nothing,
  output: RedteamSetting,
});

const days = "a whole number of days from 0 to 90";
export const setRedteamOp = operation({
  id: "redteam.set",
  http: "PUT /v1/redteam/setting",
  permission: "redteam:manage",
  summary: "Set how often the worker runs a red-team exercise, and who answers for what is found; 0 days: only by hand",
  input: z.strictObject({
    version: z.int(),
    everyDays: z.int(days).min(0, days).max(90, days),
    ownerId: idOf("user").nullable(),
    reason: changeReason,
  }),
  output: RedteamSetting,
  errors: ["conflict", ...guardedErrors],
});

/** An attack whose verdict differs between two exercises; null where one of them did not make it. */
export const VerdictChange = z.object({
  id: z.string(),
  title: z.string(),
  before: ExerciseVerdict.nullable(),
  after: ExerciseVerdict.nullable(),
});
export type VerdictChange = z.infer<typeof VerdictChange>;

export const compareRedteamRunsOp = operation({
  id: "redteam.compare",
  http: "GET /v1/redteam/runs/{id}/changes",
  permission: "redteam:read",
  summary: "Say which attacks ended otherwise than in an earlier exercise; without `against`, than in the one before",
  input: z.strictObject({ ...runId, against: idOf("redteamRun").optional() }),
  output: z.object({ against: RedteamRun.nullable(), changes: z.array(VerdictChange), same: z.int() }),
  errors: ["conflict"],
});
export type RedteamComparison = z.infer<(typeof compareRedteamRunsOp)["output"]>;
