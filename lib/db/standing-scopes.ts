/**
 * What points must refuse beside single agents: standing revocations, tools that people blocked, and delegations that they
 * refused. All are told in the same way, so a scope is lifted at the points only when none is against it any more.
 */
import { scopeKey } from "@/sdk/revoked";
import { RevokedScope } from "@/sdk/wire/protocol";
import { appendControl } from "./control-log";
import type { Ctx, TxCtx } from "./ctx";

/** Every scope that is to be refused now, each once. */
export async function standingScopes(ctx: Ctx): Promise<RevokedScope[]> {
  const [revocations, blocked, refused] = [
    await ctx.db.revocation.findMany({ where: { orgId: ctx.orgId, liftedAt: null }, select: { scope: true } }),
    await ctx.db.tool.findMany({
      where: { orgId: ctx.orgId, state: "blocked" },
      select: { server: true, name: true },
    }),
    await ctx.db.delegation.findMany({
      where: { orgId: ctx.orgId, blocks: true },
      select: { fromId: true, toId: true },
    }),
  ];
  // A tool whose name no call could be written with cannot be called, and must not spoil the list.
  const tools = blocked.flatMap(
    ({ server, name }) => RevokedScope.safeParse({ kind: "tool", tool: `${server}/${name}` }).data ?? [],
  );
  const edges = refused.map(({ fromId: from, toId: to }): RevokedScope => ({ kind: "delegation", from, to }));
  const all = [...revocations.map(({ scope }) => RevokedScope.parse(scope)), ...tools, ...edges];
  return [...new Map(all.map((scope) => [scopeKey(scope), scope])).values()];
}

/** Tells every point how the scope stands after what this transaction has done. `orderId` is what points confirm. */
export async function tellScope(tx: TxCtx, orderId: string, scope: RevokedScope): Promise<void> {
  const key = scopeKey(scope);
  const active = (await standingScopes(tx)).some((standing) => scopeKey(standing) === key);
  await appendControl(tx, { type: "revoke", orderId, scope, active });
}

/** Blocks or unblocks a tool at the points as fast as any order: the bundle that says the same comes after it. */
export async function tellToolState(tx: TxCtx, tool: { id: string; server: string; name: string }): Promise<void> {
  const scope = RevokedScope.safeParse({ kind: "tool", tool: `${tool.server}/${tool.name}` });
  if (scope.success) await tellScope(tx, `tool:${tool.id}`, scope.data);
}
