/** Private to this folder: what is known of the servers of tools, whether or not anybody chose anything for them. */
import type { Ctx } from "@/lib/db/ctx";
import { ToolServer } from "./tool-contract";

export async function readServers(ctx: Ctx, name?: string): Promise<ToolServer[]> {
  const [tools, unread, chosen] = await Promise.all([
    ctx.db.tool.groupBy({ by: ["server"], where: { orgId: ctx.orgId, server: name }, _count: { _all: true } }),
    ctx.db.tool.groupBy({
      by: ["server"],
      where: { orgId: ctx.orgId, server: name, trustedFirstUse: true, state: "approved" },
      _count: { _all: true },
    }),
    ctx.db.toolServer.findMany({ where: { orgId: ctx.orgId, name } }),
  ]);
  const counted = new Map(tools.map(({ server, _count }) => [server, _count._all]));
  const names = new Set([...counted.keys(), ...chosen.map((one) => one.name)]);
  return [...names].sort().map((server) => {
    const row = chosen.find((one) => one.name === server);
    return ToolServer.parse({
      name: server,
      firstUse: row?.firstUse ?? "ask",
      operationClass: row?.operationClass ?? null,
      reversibility: row?.reversibility ?? "irreversible",
      choice: row ? { reason: row.reason, byName: row.changedByName, at: row.changedAt.toISOString() } : null,
      tools: counted.get(server) ?? 0,
      trustedUnread: unread.find((one) => one.server === server)?._count._all ?? 0,
    });
  });
}
