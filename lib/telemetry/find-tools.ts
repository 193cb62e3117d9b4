/** Tools as policies write them. Telemetry rarely says which server offers a tool. */
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";

export type FoundTool = { tool: string; known: boolean };

export async function findTools(tx: TxCtx, names: readonly string[]): Promise<(name: string) => FoundTool> {
  const asked = [...new Set(names)];
  const rows = await tx.db.$queryRaw<{ server: string; name: string }[]>(Prisma.sql`
    SELECT "server", "name" FROM "Tool"
    WHERE "orgId" = ${tx.orgId} AND ("name" = ANY(${asked}) OR "server" || '/' || "name" = ANY(${asked}))`);
  const whole = new Set(rows.map(({ server, name }) => `${server}/${name}`));
  const servers = new Map<string, string[]>();
  for (const { server, name } of rows) servers.set(name, [...(servers.get(name) ?? []), server]);
  return (name) => {
    if (whole.has(name)) return { tool: name, known: true };
    const [only, ...others] = servers.get(name) ?? [];
    // Offered by several servers, it stays as it was reported: a guess would name a tool that was not called.
    return { tool: only !== undefined && others.length === 0 ? `${only}/${name}` : name, known: only !== undefined };
  };
}
