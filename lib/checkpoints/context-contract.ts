/** What the console knows of its own about a request: whom it concerns, how usual it is, what was approved before. */
import { z } from "zod";
import { Autonomy, DataClass, Environment } from "@/lib/inventory/contract";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { AgentStatus, Digest, Instant, RiskTier } from "@/sdk/wire/words";

export const CheckpointContext = z.object({
  /** As registered now; null when it is gone. */
  agent: z
    .object({
      environment: Environment,
      team: z.string(),
      autonomy: Autonomy,
      dataClasses: z.array(DataClass),
      riskTier: RiskTier,
      status: AgentStatus,
      ownerName: z.string().nullable(),
      backupOwnerName: z.string().nullable(),
    })
    .nullable(),
  tool: z
    .object({
      id: z.string(),
      server: z.string(),
      /** The gravest sign that its definition gives, if any. */
      signSeverity: z.string().nullable(),
    })
    .nullable(),
  /** Calls of this agent with this tool that arrived in the last days, from the roll-ups. */
  calls: z.object({ days: z.int(), asOf: Instant, allowed: z.int(), denied: z.int(), held: z.int() }),
  /** The last action of the same agent with the same tool that people approved before this request. */
  precedent: z
    .object({
      id: z.string(),
      digest: Digest,
      /** Canonical JSON. */
      action: z.string(),
      approvedAt: Instant,
      approvedBy: z.array(z.string()),
    })
    .nullable(),
});
export type CheckpointContext = z.infer<typeof CheckpointContext>;

export const getCheckpointContextOp = operation({
  id: "checkpoints.getCheckpointContext",
  http: "GET /v1/checkpoints/{id}/context",
  permission: "checkpoint:read",
  summary:
    "Read what the console's own records say around a request: its agent, its tool, how usual it is, what was approved before",
  input: z.strictObject({ id: idOf("checkpoint") }),
  output: CheckpointContext,
});
