import { command } from "@/lib/audit/command";
import { notFound, Refusal } from "@/lib/shared/errors";
import { eventOf } from "./decide-checkpoint";
import { handOverCheckpointOp } from "./inbox-contract";
import { queueAbout } from "./queue-checkpoint-message";
import { comesBackAt } from "./rules";
import { marksNow, openToMe } from "./share-out";

/** It leaves the giver's box until little time is left: if the colleague does not act by then, it is theirs again. */
export const handOverCheckpoint = command(handOverCheckpointOp, async (ctx, { id, to, note }) => {
  const { row, me, now, whyNot } = await openToMe(ctx, id);
  const colleague = await ctx.db.user.findFirst({
    where: { id: to, orgId: ctx.orgId, status: "active" },
    select: { id: true, name: true },
  });
  if (!colleague) throw notFound("person");
  if (colleague.id === me.id) throw new Refusal("invalid_input", "It waits for you already.");
  const why = whyNot(colleague.id);
  if (why)
    throw new Refusal(
      "forbidden",
      `${colleague.name} could not decide it, and handing it over changes nothing about that.`,
    );
  const key = { checkpointId: id, userId: me.id };
  const until = comesBackAt(now, row.expiresAt);
  const handover = { toName: colleague.name, fromName: me.name, note, at: now };
  await ctx.db.checkpointHandover.upsert({
    where: { checkpointId_fromId_toId: { checkpointId: id, fromId: me.id, toId: to } },
    create: { checkpointId: id, orgId: ctx.orgId, fromId: me.id, toId: to, ...handover },
    update: handover,
  });
  await ctx.db.checkpointClaim.deleteMany({ where: { ...key, orgId: ctx.orgId } });
  await ctx.db.checkpointSnooze.upsert({
    where: { checkpointId_userId: key },
    create: { ...key, orgId: ctx.orgId, until },
    update: { until },
  });
  await queueAbout(ctx, row, { kind: "handedOver", people: [to], step: me.id });
  return {
    result: await marksNow(ctx, id),
    event: eventOf(row, "checkpoint.handedOver", { to, toName: colleague.name, note, backAt: until.toISOString() }),
  };
});
