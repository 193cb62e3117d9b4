/** What a draft of the policies would have done to calls that were really made: recorded calls, decided again under both sets. */
import { z } from "zod";
import { Shift } from "@/lib/policy/review-contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { Digest, Effect, Instant } from "@/sdk/wire/words";

/** The newest so many calls of the time are decided again; more are left out, and that is said. */
export const MOST_REPLAYED = 1_000_000;
export const MOST_DAYS = 90;

/** `id` is null for agents without an owner. */
const Share = z.object({ id: z.string().nullable(), name: z.string(), calls: z.int() });
export type Share = z.infer<typeof Share>;

export const ReplaySample = z.object({
  callId: z.string(),
  at: Instant,
  agentId: z.string(),
  agentName: z.string(),
  tool: z.string(),
  before: Effect,
  after: Effect,
  /** What decides it under the draft: policies and rules by name. */
  by: z.array(z.string()),
});
export type ReplaySample = z.infer<typeof ReplaySample>;

export const ReplayShift = z.object({
  shift: Shift,
  calls: z.int(),
  /** Those with the most calls first; `others` counts the calls of the rest. */
  agents: z.array(Share),
  tools: z.array(Share),
  owners: z.array(Share),
  others: z.object({ agents: z.int(), tools: z.int(), owners: z.int() }),
  samples: z.array(ReplaySample),
});
export type ReplayShift = z.infer<typeof ReplayShift>;

export const ReplayResult = z.object({
  /** Calls that were decided under both sets. */
  looked: z.int(),
  /** Calls whose recorded arguments are not all of what was called with, so that they cannot be judged again. */
  unreadable: z.int(),
  /** The time holds more calls than are replayed: only the newest were. */
  cut: z.boolean(),
  /** Days that the calls span, at least one: what is said "a day" is divided by it. */
  days: z.number(),
  shifts: z.array(ReplayShift),
  /** Requests a day that each person would be asked to decide, with the people and rules of now. Only who is asked otherwise. */
  asked: z.array(z.object({ id: z.string(), name: z.string(), before: z.number(), after: z.number() })),
});
export type ReplayResult = z.infer<typeof ReplayResult>;

export const Replay = z.object({
  id: z.string(),
  status: z.enum(["waiting", "running", "done", "failed", "cancelled"]),
  askedBy: z.string(),
  askedAt: Instant,
  finishedAt: Instant.nullable(),
  from: Instant,
  to: Instant,
  done: z.int(),
  total: z.int(),
  /** Digest of the set of policies that was tried, and whether the draft is still that. */
  draft: Digest,
  current: z.boolean(),
  result: ReplayResult.nullable(),
  fault: z.string().nullable(),
});
export type Replay = z.infer<typeof Replay>;

export const startReplayOp = operation({
  id: "replay.startReplay",
  http: "POST /v1/policy-replays",
  permission: "policy:edit",
  summary:
    "Have the worker decide the recorded calls of the last days again, under the policies in force and under the draft",
  input: z.strictObject({ days: z.int().min(1).max(MOST_DAYS) }),
  output: Replay,
});

export const listReplaysOp = operation({
  id: "replay.listReplays",
  http: "GET /v1/policy-replays",
  permission: "policy:read",
  summary: "The newest replays, without their results",
  input: Nothing,
  output: z.object({ items: z.array(Replay.omit({ result: true })) }),
});

export const getReplayOp = operation({
  id: "replay.getReplay",
  http: "GET /v1/policy-replays/{id}",
  permission: "policy:read",
  summary: "One replay: how far it is, and what it found",
  input: z.strictObject({ id: idOf("replay") }),
  output: Replay,
});

export const cancelReplayOp = operation({
  id: "replay.cancelReplay",
  http: "DELETE /v1/policy-replays/{id}",
  permission: "policy:edit",
  summary: "Stop a replay that waits or runs",
  input: z.strictObject({ id: idOf("replay") }),
  output: Replay,
});
