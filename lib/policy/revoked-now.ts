/** Whether a standing order is against a call: asked wherever the console decides for itself. */
import type { Ctx } from "@/lib/db/ctx";
import { standingScopes } from "@/lib/db/standing-scopes";
import { principalsOf, revokedBy, revokedReason, type ScopedCall } from "@/sdk/revoked";

/** The sentence with which the call is refused; null when no order is against it. */
export async function revokedNow(ctx: Ctx, call: ScopedCall): Promise<string | null> {
  const scopes = await standingScopes(ctx);
  if (scopes.length === 0) return null;
  const agents = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, id: { in: [...principalsOf(call)] } },
    select: { id: true, provider: true },
  });
  const providers = new Map(agents.map(({ id, provider }) => [id, provider]));
  const scope = revokedBy(scopes, call, (id) => providers.get(id) ?? null);
  return scope && revokedReason(scope);
}
