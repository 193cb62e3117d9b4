/** Released calls of which nobody knows whether they took effect, and what people found out about them. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { OutcomeState } from "@/sdk/wire/outcome";
import { Instant } from "@/sdk/wire/words";

export const OutcomeAnswer = z.enum(["ran", "notRun", "unknowable"]);
export type OutcomeAnswer = z.infer<typeof OutcomeAnswer>;

export const UnsettledCall = z.object({
  checkpointId: z.string(),
  agentId: z.string(),
  agentName: z.string(),
  tool: z.string(),
  pepName: z.string().nullable(),
  /** Of the call's event; null when none came. */
  callId: z.string().nullable(),
  releasedAt: Instant,
  /** `unknown`: its point said that nobody knows. `silent`: its point has not said how it ended. */
  said: z.enum(["unknown", "silent"]),
  error: z.string().nullable(),
  /** What a person found out; null while nobody has. */
  found: z
    .object({ answer: OutcomeAnswer, mayRepeat: z.boolean(), reason: z.string(), byName: z.string(), at: Instant })
    .nullable(),
  /** Why the person asking cannot say what happened; null when they can. */
  cannotSettle: z.string().nullable(),
});
export type UnsettledCall = z.infer<typeof UnsettledCall>;

export const listUnsettledOp = operation({
  id: "checkpoints.listUnsettled",
  http: "GET /v1/unsettled-calls",
  permission: "checkpoint:read",
  summary:
    "List released calls that cannot be undone and of which nobody knows whether they took effect; the newest 200",
  input: z.strictObject({ found: z.enum(["yes", "no"]).default("no") }),
  output: z.object({ items: z.array(UnsettledCall) }),
});

export const getUnsettledOp = operation({
  id: "checkpoints.getUnsettled",
  http: "GET /v1/checkpoints/{id}/outcome",
  permission: "checkpoint:read",
  summary: "Read whether nobody knows how a released call ended, and what people found out about it",
  input: z.strictObject({ id: idOf("checkpoint") }),
  /** Null when it was not released, can be undone, or is known to have ended. */
  output: z.object({ call: UnsettledCall.nullable() }),
});

export const settleOutcomeOp = operation({
  id: "checkpoints.settleOutcome",
  http: "POST /v1/checkpoints/{id}/outcome",
  permission: "checkpoint:decide",
  summary: "Say what became of a released call whose end nobody knew, and whether the same call may be asked for again",
  input: z.strictObject({
    id: idOf("checkpoint"),
    answer: OutcomeAnswer,
    mayRepeat: z.boolean(),
    reason: z.string().trim().min(1, "say how you found out").max(1000),
  }),
  output: UnsettledCall,
  errors: ["conflict"],
});

export const readOutcomeOp = operation({
  id: "checkpoints.readOutcome",
  http: "GET /v1/pep/checkpoints/{id}/outcome",
  serve: "gateway",
  permission: "point:report",
  summary: "Ask whether a released call of this point, whose end nobody knew, may be made again",
  input: z.strictObject({ id: idOf("checkpoint") }),
  output: OutcomeState,
});
