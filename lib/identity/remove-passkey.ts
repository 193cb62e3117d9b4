import { command } from "@/lib/audit/command";
import { notFound } from "@/lib/shared/errors";
import { removePasskeyOp } from "./passkey-contract";

export const removePasskey = command(removePasskeyOp, async (ctx, { id }) => {
  const own = { id, orgId: ctx.orgId, userId: ctx.actor.id };
  const row = await ctx.db.passkey.findFirst({ where: own, select: { name: true } });
  if (!row) throw notFound("passkey");
  await ctx.db.passkey.deleteMany({ where: own });
  return {
    result: { id },
    event: {
      action: "passkey.removed",
      target: { kind: "passkey", id, name: row.name },
      detail: { person: ctx.actor.id },
    },
  };
});
