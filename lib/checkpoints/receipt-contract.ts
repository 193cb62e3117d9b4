/** What proves how a request was decided, for checking without the console. */
import { z } from "zod";
import { StepUpReceipt } from "@/lib/identity/passkey-contract";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { SignedGrant } from "@/sdk/wire/action";
import { Digest, Instant } from "@/sdk/wire/words";
import { CheckpointStatus } from "./contract";
import { NatureTold } from "./decoy-contract";
import { StageProgress } from "./people-contract";

export const CheckpointReceipt = z.object({
  format: z.literal(1),
  org: z.string(),
  checkpoint: z.string(),
  status: CheckpointStatus,
  /** Canonical JSON: its SHA-256 is the digest. */
  action: z.string(),
  digest: Digest,
  /** What the agent asked for, where people changed it; null when `action` is that. */
  asked: z.object({ action: z.string(), digest: Digest }).nullable(),
  /** Whether an agent had asked for it at all, or it was a decoy; null before it has ended. */
  nature: NatureTold.nullable(),
  rules: z.array(z.string()),
  /** As they stood when it was opened: `later` are groups that were asked from an instant on. */
  stages: z.array(StageProgress.omit({ have: true, candidates: true })),
  /** Who was shut out by separation of duties when it was opened. */
  excluded: z.array(z.object({ id: z.string(), why: z.string() })),
  votes: z.array(
    z.object({
      person: z.string(),
      name: z.string(),
      verdict: z.enum(["approve", "deny"]),
      reason: z.string().nullable(),
      digest: Digest,
      at: Instant,
      /** Whose one vote it is: the person, or who made the key; "command-line" for a key from the command line. */
      countsAs: z.string(),
      /** Absent people whom the voter stood in for. */
      standsFor: z.array(z.object({ person: z.string(), name: z.string() })),
      stepUp: StepUpReceipt.nullable(),
    }),
  ),
  /** Set when it was let through without those people: who did it, why, and what their passkey signed. */
  breakGlass: z
    .object({
      person: z.string(),
      name: z.string(),
      reason: z.string(),
      digest: Digest,
      at: Instant,
      stepUp: StepUpReceipt,
    })
    .nullable(),
  /** What the point received; its signature is over the canonical JSON of `grant`. */
  grant: SignedGrant.nullable(),
  redeemedAt: Instant.nullable(),
});

export type CheckpointReceipt = z.input<typeof CheckpointReceipt>;

export const getReceiptOp = operation({
  id: "checkpoints.getReceipt",
  http: "GET /v1/checkpoints/{id}/receipt",
  permission: "checkpoint:read",
  summary: "Read all that proves how a request was decided, for checking without this console",
  input: z.strictObject({ id: idOf("checkpoint") }),
  output: CheckpointReceipt,
});
