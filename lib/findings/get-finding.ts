import { query } from "@/lib/audit/query";
import type { Ctx } from "@/lib/db/ctx";
import { JsonObject } from "@/sdk/wire/words";
import { getFindingOp } from "./contract";
import { findingOf, loadFinding } from "./rows";

/** More steps than these say nothing new; the audit log has them all. */
const MOST_STEPS = 50;

export const getFinding = query(getFindingOp, async (ctx, { id }) => {
  const row = await loadFinding(ctx, id);
  return { ...findingOf(row), detail: JsonObject.parse(row.detail), history: await historyOf(ctx, id) };
});

async function historyOf(ctx: Ctx, id: string) {
  const rows = await ctx.db.auditEntry.findMany({
    where: { orgId: ctx.orgId, targetId: id },
    orderBy: { seq: "asc" },
    take: MOST_STEPS,
    select: { action: true, at: true, actorName: true, leaf: true },
  });
  return rows.map(({ action, at, actorName, leaf }) => ({
    action,
    at: at.toISOString(),
    byName: actorName,
    why: whyIn(leaf),
  }));
}

function whyIn(leaf: string): string | null {
  const { detail } = JsonObject.parse(JSON.parse(leaf));
  const why = typeof detail === "object" && detail !== null && !Array.isArray(detail) ? detail.why : null;
  return typeof why === "string" ? why : null;
}
