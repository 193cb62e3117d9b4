import { query } from "@/lib/audit/query";
import type { Ctx } from "@/lib/db/ctx";
import { StepUpReceipt } from "@/lib/identity/passkey-contract";
import { Excluded } from "./asking";
import { CheckpointStatus } from "./contract";
import { natureTold } from "./decoy";
import { type CheckpointReceipt, getReceiptOp } from "./receipt-contract";
import { inQuestion, readRow, StandsFor, signedGrantOf, stagesOf } from "./rows";

export const getReceipt = query(getReceiptOp, (ctx, { id }) => receiptOf(ctx, id));

/** For whoever may read it anyway: the verb above, and audit packs. */
export async function receiptOf(ctx: Ctx, id: string): Promise<CheckpointReceipt> {
  const row = await readRow(ctx, id);
  const [grant] = row.grants;
  const glass = await ctx.db.breakGlass.findUnique({ where: { checkpointId: row.id } });
  return {
    format: 1 as const,
    org: ctx.orgId,
    checkpoint: row.id,
    status: CheckpointStatus.parse(row.status),
    ...inQuestion(row),
    asked: row.changedDigest === null ? null : { action: row.action, digest: row.digest },
    nature: natureTold(row),
    rules: row.rules,
    stages: stagesOf(row),
    excluded: Excluded.parse(row.excluded).people,
    votes: row.decisions.map((vote) => ({
      person: vote.userId,
      name: vote.userName,
      verdict: vote.verdict === "approve" ? ("approve" as const) : ("deny" as const),
      reason: vote.reason,
      digest: vote.digest,
      at: vote.at.toISOString(),
      countsAs: vote.personId,
      standsFor: StandsFor.parse(vote.standsFor).map(({ id, name }) => ({ person: id, name })),
      stepUp: vote.stepUp === null ? null : StepUpReceipt.parse(vote.stepUp),
    })),
    breakGlass: glass
      ? {
          person: glass.grantedById,
          name: glass.grantedByName,
          reason: glass.reason,
          digest: glass.digest,
          at: glass.at.toISOString(),
          stepUp: StepUpReceipt.parse(glass.stepUp),
        }
      : null,
    grant: grant ? signedGrantOf(grant) : null,
    redeemedAt: grant?.redeemedAt?.toISOString() ?? null,
  };
}
