import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { withdrawDelegationOp } from "./contract";
import { eventOf } from "./ready-to-sign";
import { lockDelegation, partiesOf, readAround, showOne } from "./rows";

export const withdrawDelegation = command(withdrawDelegationOp, async (tx, { id }) => {
  const row = await lockDelegation(tx, id);
  const parties = partiesOf(tx, row, await readAround(tx, [row]));
  if (tx.actor.kind !== "user" || row.requestedById !== tx.actor.id)
    throw new Refusal(
      "forbidden",
      "Only the person who asked takes a request back. Whoever may sign it can refuse it.",
    );
  if (row.status !== "requested") throw new Refusal("already_decided", `It is ${row.status}. Nothing was changed.`);
  await tx.db.delegation.update({ where: { id }, data: { status: "withdrawn", endedAt: tx.now } });
  return { result: (ctx) => showOne(ctx, id), event: eventOf(parties, row, "delegation.withdrawn", {}) };
});
