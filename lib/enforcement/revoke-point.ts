import { command } from "@/lib/audit/command";
import { notify } from "@/lib/db/notify";
import { notFound, Refusal } from "@/lib/shared/errors";
import { revokePointOp } from "./contract";

export const revokePoint = command(revokePointOp, async (ctx, { id, reason }) => {
  const pep = await ctx.db.pep.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } } });
  if (!pep) throw notFound("enforcement point");
  if (pep.revokedAt)
    throw new Refusal("conflict", `${pep.name} was revoked already, at ${pep.revokedAt.toISOString()}.`);
  await ctx.db.pep.update({ where: { id }, data: { revokedAt: ctx.now, connected: false } });
  await notify(ctx.db, { orgId: ctx.orgId, topic: "points", ref: id });
  await notify(ctx.db, { orgId: ctx.orgId, topic: "revoked", ref: id });
  return {
    result: { id },
    event: { action: "point.revoked", target: { kind: "point", id, name: pep.name }, detail: { reason } },
  };
});
