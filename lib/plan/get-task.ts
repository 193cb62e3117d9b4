import { z } from "zod";
import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { notFound } from "@/lib/shared/errors";
import { JsonObject } from "@/sdk/wire/words";
import { showTask } from "./show-tasks";
import { getTaskOp, RemarkKind, type WholeTask } from "./task-contract";

/** More steps than these say nothing new; the audit log has them all. */
const MOST_STEPS = 100;
const MOST_REMARKS = 500;
const Dates = z.record(z.string(), z.string());

export const getTask = query(getTaskOp, async (ctx, { id }): Promise<WholeTask> => {
  const row = await ctx.db.planTask.findUnique({
    where: { id_orgId: { id, orgId: ctx.orgId } },
    include: { plan: { include: { baselines: { orderBy: { number: "asc" } } } } },
  });
  if (!row) throw notFound("task");
  const [task, remarks, history] = await Promise.all([
    showTask(ctx, row.plan, id, await databaseNow(ctx.db)),
    ctx.db.planRemark.findMany({
      where: { orgId: ctx.orgId, taskId: id },
      orderBy: [{ at: "asc" }, { id: "asc" }],
      take: MOST_REMARKS,
    }),
    historyOf(ctx, id),
  ]);
  return {
    ...task,
    planActive: row.plan.status === "active",
    baselines: row.plan.baselines.map(({ number, at, dates }) => ({
      number,
      at: at.toISOString(),
      dueOn: Dates.parse(dates)[id] ?? null,
    })),
    remarks: remarks.map(({ id, kind, text, byName, at }) => ({
      id,
      kind: RemarkKind.parse(kind),
      text,
      byName,
      at: at.toISOString(),
    })),
    history,
  };
});

async function historyOf(ctx: Ctx, id: string): Promise<WholeTask["history"]> {
  const rows = await ctx.db.auditEntry.findMany({
    where: { orgId: ctx.orgId, targetId: id },
    orderBy: { seq: "desc" },
    take: MOST_STEPS,
    select: { id: true, action: true, at: true, actorName: true, leaf: true },
  });
  return rows.reverse().map(({ id: entry, action, at, actorName, leaf }) => ({
    id: entry,
    action,
    at: at.toISOString(),
    byName: actorName,
    what: whatIn(leaf),
  }));
}

/** An erased entry has no payload any more. */
function whatIn(leaf: string): string | null {
  if (leaf === "") return null;
  const { detail } = JsonObject.parse(JSON.parse(leaf));
  const what = typeof detail === "object" && detail !== null && !Array.isArray(detail) ? detail.what : null;
  return typeof what === "string" ? what : null;
}
