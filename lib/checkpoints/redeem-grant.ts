import type { z } from "zod";
import { command, RecordedRefusal, type Step } from "@/lib/audit/command";
import { databaseNow, type TxCtx } from "@/lib/db/ctx";
import type { Grant as GrantRow } from "@/lib/db/generated/client";
import { notFound } from "@/lib/shared/errors";
import { whyApprovalFell } from "./approval-stands";
import { whyNotReleased } from "./decide-action";
import { eventOf, move } from "./decide-checkpoint";
import { redeemGrantOp } from "./point-contract";
import { lockCheckpoint, type Row } from "./rows";

type RedeemOutput = z.input<typeof redeemGrantOp.output>;

export const redeemGrant = command(redeemGrantOp, redeemOwn);

type Used = { id: string; actionDigest: string };

/** For whoever the grant was made for, and nobody else. */
export async function redeemOwn(ctx: TxCtx, { id, actionDigest }: Used): Promise<Step<RedeemOutput>> {
  const grant = await ctx.db.grant.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } } });
  if (!grant) throw notFound("grant");
  const row = await lockCheckpoint(ctx, grant.checkpointId);
  if (grant.pepId !== ctx.actor.id) throw foreign(row, id, actionDigest);
  const now = await databaseNow(ctx.db);
  const locked = row.grants[0] ?? grant;
  const why = await whyRefused(ctx, row, locked, actionDigest, now);
  if (why)
    throw new RecordedRefusal("grant_refused", why, eventOf(row, "grant.refused", { grant: id, actionDigest, why }));
  await ctx.db.grant.update({ where: { id }, data: { redeemedAt: now } });
  await move(ctx, row, "redeemed", row.statusReason, now);
  return {
    result: { grantId: id, redeemedAt: now.toISOString() },
    event: eventOf(row, "grant.redeemed", { grant: id, actionDigest }),
  };
}

/** To another point the grant does not exist. Whoever reads the log sees that it tried. */
const foreign = (row: Row, grant: string, actionDigest: string): RecordedRefusal =>
  new RecordedRefusal(
    "not_found",
    notFound("grant").message,
    eventOf(row, "grant.refused", { grant, actionDigest, why: "Another point tried to use it." }),
  );

/** Everything that made the approval valid is looked at once more, at the moment of use. */
async function whyRefused(
  ctx: TxCtx,
  row: Row,
  grant: GrantRow,
  actionDigest: string,
  now: Date,
): Promise<string | null> {
  if (grant.redeemedAt) return `This grant was used at ${grant.redeemedAt.toISOString()}; a grant works once.`;
  if (grant.voidedAt || row.status !== "approved")
    return `This grant is void: the request is ${row.status}${row.statusReason ? ` (${row.statusReason})` : ""}.`;
  if (grant.expiresAt <= now) return `This grant lapsed at ${grant.expiresAt.toISOString()}.`;
  if (grant.actionDigest !== actionDigest) return "The action is not the one that was approved.";
  return (await whyApprovalFell(ctx, row)) ?? whyNotReleased(ctx, row);
}
