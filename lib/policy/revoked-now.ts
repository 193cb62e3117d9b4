/** Whether a standing order is against a call: asked wherever the console decides for itself. */
import type { Ctx } from "@/lib/db/ctx";
import { standingScopes } from "@/lib/db/standing-scopes";
import { revokedBy, revokedReason, type ScopedCall } from "@/sdk/revoked";

/** The sentence with which the call is refused; null when no order is against it. */
export async function revokedNow(ctx: Ctx, call: ScopedCall): Promise<string | null> {
  const scopes = await standingScopes(ctx);
  if (scopes.length === 0) return null;
  const agent = await ctx.db.agent.findUnique({
    where: { id_orgId: { id: call.agentId, orgId: ctx.orgId } },
    select: { provider: true },
  });
  const scope = revokedBy(scopes, call, agent?.provider ?? null);
  return scope && revokedReason(scope);
}
