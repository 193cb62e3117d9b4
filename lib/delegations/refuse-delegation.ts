import { command, RecordedRefusal } from "@/lib/audit/command";
import { tellScope } from "@/lib/db/standing-scopes";
import { Refusal } from "@/lib/shared/errors";
import { refuseDelegationOp } from "./contract";
import { lockEdge } from "./lock-edge";
import { eventOf } from "./ready-to-sign";
import { lockDelegation, partiesOf, readAround, readDelegation, showOne } from "./rows";

/** A no of either side is a no. Where nothing is in force it is put into effect at once, like an order. */
export const refuseDelegation = command(refuseDelegationOp, async (tx, { id, reason }) => {
  const { fromId, toId } = await readDelegation(tx, id);
  await lockEdge(tx, fromId, toId);
  const row = await lockDelegation(tx, id);
  const parties = partiesOf(tx, row, await readAround(tx, [row]));
  const { candidates, me } = parties;
  const isOperator = me?.roles.includes("admin") || me?.roles.includes("security");
  if (!me || (!isOperator && ![...candidates.from, ...candidates.to].some((one) => one.id === me.id))) {
    const why = "Only the owners of the two agents, security and admins refuse a delegation.";
    throw new RecordedRefusal(
      "forbidden",
      why,
      eventOf(parties, row, "delegation.signatureRefused", { code: "forbidden" }),
    );
  }
  if (row.status !== "requested") throw new Refusal("already_decided", `It is ${row.status}. Nothing was changed.`);
  const inForce = await tx.db.delegation.count({ where: { orgId: tx.orgId, fromId, toId, status: "signed" } });
  const blocks = inForce === 0;
  await tx.db.delegation.update({
    where: { id },
    data: { status: "refused", statusReason: reason, blocks, endedAt: tx.now },
  });
  if (blocks) await tellScope(tx, `delegation:${id}`, { kind: "delegation", from: fromId, to: toId });
  return { result: (ctx) => showOne(ctx, id), event: eventOf(parties, row, "delegation.refused", { reason, blocks }) };
});
