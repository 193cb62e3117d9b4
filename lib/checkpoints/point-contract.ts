/** What enforcement points call. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { CheckpointState, HoldInput, HoldOutput, RedeemInput, RedeemOutput } from "@/sdk/wire/protocol";

export const openCheckpointOp = operation({
  id: "checkpoints.openCheckpoint",
  http: "POST /v1/pep/checkpoints",
  serve: "gateway",
  creates: true,
  permission: "point:report",
  summary: "Ask people about a held action; the same action again answers the same request",
  input: HoldInput,
  verbatim: ["action.arguments", "agentReason"],
  output: HoldOutput,
  errors: ["digest_mismatch", "policy_changed", "outcome_unknown", "conflict", "forbidden"],
  maxBody: 1_500_000,
});

export const readCheckpointOp = operation({
  id: "checkpoints.readCheckpoint",
  http: "GET /v1/pep/checkpoints/{id}",
  serve: "gateway",
  permission: "point:report",
  summary: "Read the state of one of this point's requests, with its grant once approved",
  input: z.strictObject({ id: idOf("checkpoint") }),
  output: CheckpointState,
});

export const cancelCheckpointOp = operation({
  id: "checkpoints.cancelCheckpoint",
  http: "POST /v1/pep/checkpoints/{id}/cancel",
  serve: "gateway",
  permission: "point:report",
  summary: "Withdraw a request whose caller has gone away",
  input: z.strictObject({ id: idOf("checkpoint"), reason: z.string().max(500).default("the caller went away") }),
  verbatim: ["reason"],
  output: CheckpointState,
  errors: ["already_decided"],
});

export const redeemGrantOp = operation({
  id: "checkpoints.redeemGrant",
  http: "POST /v1/pep/grants/{id}/redeem",
  serve: "gateway",
  permission: "point:report",
  summary: "Use a grant, once: everything is checked again at this moment",
  input: RedeemInput.extend({ id: idOf("grant") }),
  output: RedeemOutput,
  errors: ["grant_refused"],
});
