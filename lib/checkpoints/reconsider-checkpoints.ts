/**
 * Ends every open request and unused grant that no longer stands: the agent or one of its chain was stopped, the tool or the
 * policy changed so that an approval releases nothing, an approver no longer counts, an owner changed.
 *
 * It looks at how things are and not at what happened, so whatever the cause was, and whoever missed it, the outcome is the
 * same. The worker runs it at each news of a cause; `redeem-grant.ts` looks at the same things again at the moment of use.
 */
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, type TxCtx, transaction } from "@/lib/db/ctx";
import type { Checkpoint as CheckpointRow } from "@/lib/db/generated/client";
import { Action } from "@/sdk/wire/action";
import { whyApprovalFell } from "./approval-stands";
import { eventOf, move } from "./decide-checkpoint";
import { concernsOf, type Ground, readGround, whyNotReleasedOn } from "./ground";
import { ownersKeys } from "./owners-key";
import { inQuestion, lockCheckpoint, type Row } from "./rows";

const OPEN = ["pending", "approved"];

/** Returns how many requests of the context's organisation were ended. */
export async function reconsiderCheckpoints(ctx: Ctx): Promise<number> {
  const open = await ctx.db.checkpoint.findMany({
    where: { orgId: ctx.orgId, status: { in: OPEN } },
    orderBy: { id: "asc" },
  });
  if (open.length === 0) return 0;
  const ground = await readGround(ctx);
  const keyOf = await ownersKeys(ctx, open.map(actionOf));
  let ended = 0;
  for (const row of open) {
    const suspect = row.status === "approved" || whyFallen(ground, row, keyOf(actionOf(row))) !== null;
    if (suspect) ended += await endIfFallen(ctx, row.id);
  }
  return ended;
}

/** What would be released: other arguments may have been set meanwhile. */
const actionOf = (row: CheckpointRow): Action => Action.parse(JSON.parse(inQuestion(row).action));

function whyFallen(ground: Ground, row: CheckpointRow, ownersNow: string): string | null {
  const action = actionOf(row);
  const why = whyNotReleasedOn(ground, action, row.rules);
  if (why) return why;
  if (row.ownersKey === "" || row.ownersKey === ownersNow) return null;
  // Who is asked follows the agent's owners by itself; what has been granted, or asks the owners of a chain, does not.
  return row.status === "approved" || action.chain.length > 0
    ? "The owners of an agent that it is about changed."
    : null;
}

/** Looks again under the row's lock: what was seen before it may be over. */
const endIfFallen = (ctx: Ctx, id: string): Promise<number> =>
  transaction(ctx, async (tx) => {
    const row = await lockCheckpoint(tx, id);
    if (!OPEN.includes(row.status)) return 0;
    const why = await whyFallenNow(tx, row);
    if (why === null) return 0;
    const pending = row.status === "pending";
    await tx.db.grant.updateMany({ where: { checkpointId: id, redeemedAt: null }, data: { voidedAt: tx.now } });
    await move(tx, row, pending ? "cancelled" : "voided", why, tx.now);
    await recordAudit(tx, eventOf(row, pending ? "checkpoint.cancelled" : "checkpoint.voided", { reason: why }));
    return 1;
  });

async function whyFallenNow(tx: TxCtx, row: Row): Promise<string | null> {
  const action = actionOf(row);
  const keyOf = await ownersKeys(tx, [action]);
  const why = whyFallen(await readGround(tx, concernsOf(action)), row, keyOf(action));
  return why ?? (row.status === "approved" ? whyApprovalFell(tx, row) : null);
}
