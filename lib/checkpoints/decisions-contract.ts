/** What people can do about a held action beside agreeing and denying. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { Digest, JsonObject } from "@/sdk/wire/words";
import { Checkpoint } from "./contract";

const Reason = z.string().trim().max(1000).nullable().default(null);

export const changeArgumentsOp = operation({
  id: "checkpoints.changeArguments",
  http: "POST /v1/checkpoints/{id}/change",
  permission: "checkpoint:decide",
  summary: "Put other arguments in the place of those asked for; the changed action is then approved by its own digest",
  input: z.strictObject({
    id: idOf("checkpoint"),
    /** The digest that was shown; another one is refused. */
    digest: Digest,
    /** JSON text of an object, so that no number is rounded on its way; null goes back to what the agent asked for. */
    arguments: z.string().max(1_000_000).nullable(),
    reason: Reason,
  }),
  output: Checkpoint,
  errors: ["digest_mismatch", "already_decided", "expired", "policy_changed", "conflict"],
  maxBody: 1_500_000,
});

export const getArgumentSchemaOp = operation({
  id: "checkpoints.getArgumentSchema",
  http: "GET /v1/checkpoints/{id}/schema",
  permission: "checkpoint:decide",
  summary: "Read the JSON Schema of a held call's arguments, as its tool is pinned in the bundle in force",
  input: z.strictObject({ id: idOf("checkpoint") }),
  /** Null when the tool has none, or is not pinned any more as it was when it was held. */
  output: z.object({ schema: JsonObject.nullable() }),
});
