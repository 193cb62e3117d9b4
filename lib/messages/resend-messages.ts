import { command } from "@/lib/audit/command";
import { notify } from "@/lib/db/notify";
import { resendMessagesOp } from "./contract";

/** They are judged again like new ones: what has ended meanwhile is dropped and not sent. */
export const resendMessages = command(resendMessagesOp, async (tx, { ids }) => {
  const { count } = await tx.db.message.updateMany({
    where: { orgId: tx.orgId, status: "dead", ...(ids ? { id: { in: ids } } : {}) },
    data: { status: "waiting", queuedAt: tx.now, dueAt: tx.now, attempts: 0, endedAt: null, mailId: null },
  });
  if (count === 0) return { result: { queued: 0 }, event: "repetition" };
  await tx.db.mailServer.updateMany({ where: { orgId: tx.orgId }, data: { refusedInRow: 0 } });
  await notify(tx.db, { orgId: tx.orgId, topic: "messages", ref: "resent" });
  return {
    result: { queued: count },
    event: {
      action: "message.resent",
      target: { kind: "organisation", id: tx.orgId, name: "messages" },
      detail: { messages: ids ?? "all dead", queued: count },
    },
  };
});
