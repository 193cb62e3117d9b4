import { command, RecordedRefusal } from "@/lib/audit/command";
import type { AuditEvent } from "@/lib/audit/record";
import { notFound } from "@/lib/shared/errors";
import { listSharedOp } from "./contract";
import { readBy } from "./in-force";
import { sharedOf } from "./rows";
import { whyOver } from "./rules";

/** Where nothing is in force any more it is refused, with why. */
export const listShared = command(listSharedOp, async (tx) => {
  const { orgId, actor } = tx;
  const [organisation, rows] = await Promise.all([
    tx.db.organisation.findUnique({ where: { id: orgId }, select: { name: true } }),
    tx.db.outsideAccess.findMany({
      where: { orgId, userId: actor.kind === "user" ? actor.id : "" },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    }),
  ]);
  const judged = rows.map((row) => ({ row, over: whyOver(row, tx.now) }));
  const open = judged.filter(({ over }) => over === null).map(({ row }) => row);
  const [newest] = judged;
  if (!organisation || !newest) throw notFound("access");
  const over = judged.flatMap((one) => one.over ?? []);
  const [first, ...rest] = open.map((row): AuditEvent => readBy(row, { list: "what was shared" }));
  if (!first)
    throw new RecordedRefusal("forbidden", newest.over ?? "", { ...readBy(newest.row, {}), action: "outside.refused" });
  return {
    result: { organisation: organisation.name, items: await sharedOf(tx, open), over },
    event: [first, ...rest],
  };
});
