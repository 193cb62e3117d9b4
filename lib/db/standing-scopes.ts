/**
 * What points must refuse beside single agents: standing revocations, tools that people blocked, and delegations that they
 * refused. All are told in the same way, so a scope is lifted at the points only when none is against it any more.
 */
import { scopeKey } from "@/sdk/revoked";
import { RevokedScope } from "@/sdk/wire/protocol";
import { appendControl } from "./control-log";
import type { Ctx, TxCtx } from "./ctx";
import { Prisma } from "./generated/client";

/** Every scope that is to be refused now, each once. */
export async function standingScopes(ctx: Ctx): Promise<RevokedScope[]> {
  const rows = await ctx.db.$queryRaw<{ ordered: boolean; scope: unknown }[]>(Prisma.sql`
    SELECT true AS "ordered", "scope" FROM "Revocation" WHERE "orgId" = ${ctx.orgId} AND "liftedAt" IS NULL
    UNION ALL SELECT false, jsonb_build_object('kind', 'tool', 'tool', "server" || '/' || "name") FROM "Tool"
      WHERE "orgId" = ${ctx.orgId} AND "state" = 'blocked'
    UNION ALL SELECT true, jsonb_build_object('kind', 'delegation', 'from', "fromId", 'to', "toId") FROM "Delegation"
      WHERE "orgId" = ${ctx.orgId} AND "blocks"`);
  // A tool whose name no call could be written with cannot be called, and must not spoil the list.
  const all = rows.flatMap(({ ordered, scope }) =>
    ordered ? RevokedScope.parse(scope) : (RevokedScope.safeParse(scope).data ?? []),
  );
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
