/** Private to this folder: the person who is answerable for what an actor does. */
import type { Ctx } from "@/lib/db/ctx";

/** Whoever made an API key answers for what is done with it. Null for machines and for Gatehouse itself. */
export async function personOf(ctx: Ctx): Promise<string | null> {
  if (ctx.actor.kind === "user") return ctx.actor.id;
  if (ctx.actor.kind !== "apiKey") return null;
  const key = await ctx.db.apiKey.findUnique({
    where: { id_orgId: { id: ctx.actor.id, orgId: ctx.orgId } },
    select: { createdById: true },
  });
  return key?.createdById ?? null;
}
