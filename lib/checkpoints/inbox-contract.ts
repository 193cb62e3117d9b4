/** How people share out the requests that wait, and decide several at once. */
import { z } from "zod";
import { errorCodes } from "@/lib/shared/errors";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { Digest, Instant } from "@/sdk/wire/words";
import { CheckpointStatus, Marks } from "./contract";

const id = idOf("checkpoint");

export const claimCheckpointOp = operation({
  id: "checkpoints.claimCheckpoint",
  http: "POST /v1/checkpoints/{id}/claim",
  permission: "checkpoint:decide",
  summary: "Say that one is on it: the others see it until it runs out, and may decide all the same",
  input: z.strictObject({ id }),
  output: Marks,
  errors: ["already_decided", "expired"],
});

export const unclaimCheckpointOp = operation({
  id: "checkpoints.unclaimCheckpoint",
  http: "POST /v1/checkpoints/{id}/unclaim",
  permission: "checkpoint:decide",
  summary: "Say that one is no longer on it",
  input: z.strictObject({ id }),
  output: Marks,
});

export const snoozeCheckpointOp = operation({
  id: "checkpoints.snoozeCheckpoint",
  http: "POST /v1/checkpoints/{id}/snooze",
  permission: "checkpoint:decide",
  summary: "Put it aside for oneself until a time before it expires; null brings it back",
  input: z.strictObject({ id, until: Instant.nullable() }),
  output: Marks,
  errors: ["already_decided", "expired"],
});

export const handOverCheckpointOp = operation({
  id: "checkpoints.handOverCheckpoint",
  http: "POST /v1/checkpoints/{id}/hand-over",
  permission: "checkpoint:decide",
  summary: "Ask a colleague who could decide it anyway to do so; nobody gains authority by it",
  input: z.strictObject({
    id,
    to: idOf("user"),
    note: z.string().trim().max(500).nullable().default(null),
  }),
  output: Marks,
  errors: ["already_decided", "expired"],
});

/** So many that a person can read each of them before they say yes to all. */
export const MOST_APPROVED_AT_ONCE = 25;
export const MOST_DENIED_AT_ONCE = 100;

const item = z.strictObject({ id, /** The digest that was shown. */ digest: Digest });

const SeveralResult = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      /** How it stands now; null when this one was refused. */
      status: CheckpointStatus.nullable(),
      refused: z.object({ code: z.enum(errorCodes), detail: z.string() }).nullable(),
    }),
  ),
});
export type SeveralResult = z.infer<typeof SeveralResult>;

export const approveSeveralOp = operation({
  id: "checkpoints.approveSeveral",
  http: "POST /v1/checkpoints/approvals",
  permission: "checkpoint:decide",
  units: "named",
  summary:
    "Approve several requests of low tier, reversible and of one kind (agent, tool, shape of arguments), each by its own digest; any other selection is refused whole",
  input: z.strictObject({
    items: z.array(item).min(1).max(MOST_APPROVED_AT_ONCE),
    reason: z.string().trim().max(1000).nullable().default(null),
  }),
  output: SeveralResult,
  errors: ["conflict"],
});

export const denySeveralOp = operation({
  id: "checkpoints.denySeveral",
  http: "POST /v1/checkpoints/denials",
  permission: "checkpoint:decide",
  units: "named",
  summary: "Deny several requests with one reason, each by its own digest",
  input: z.strictObject({
    items: z.array(item).min(1).max(MOST_DENIED_AT_ONCE),
    reason: z.string().trim().min(1, "say why, the agents and the record need it").max(1000),
  }),
  output: SeveralResult,
});
