/** Private to this folder: what a point reports of a server's tools, read and put in order. */
import { isStorable } from "@/lib/audit/contract";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { JsonObject } from "@/sdk/canonical";
import { ToolName } from "@/sdk/wire/words";
import type { Tool } from "./contract";
import { type ReadDefinition, readDefinition, unkept } from "./read-definition";

export type SeenTool = ReadDefinition & { name: string };

/**
 * The reported tools in one order for everyone, so that two points that report the same server wait for each other instead
 * of deadlocking. A name that no policy could write is left out: nothing can permit such a tool, so nothing has to know it.
 */
export function seenTools(server: string, reported: readonly { name: string; definition: JsonObject }[]): SeenTool[] {
  const seen = new Map<string, SeenTool>();
  for (const { name, definition } of reported) {
    if (!isStorable(name) || !ToolName.safeParse(`${server}/${name}`).success) continue;
    const read = { name, ...readDefinition(name, definition) };
    const twin = seen.get(name);
    const ambiguous = twin !== undefined && twin.digest !== read.digest;
    seen.set(name, ambiguous ? { name, ...unkept("The server offers two different tools by this name.") } : read);
  }
  return [...seen.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

type KnownRow = Pick<Tool, "id" | "name" | "state" | "pin" | "definitionDigest" | "pinnedDefinition"> & {
  seenAt: Date | null;
  createdAt: Date;
  /** Which edition of the rules of signs read its definition. */
  signsEdition: number;
};
export type KnownTool = Omit<KnownRow, "seenAt"> & { seenAt: string | null };

/**
 * What is known of these tools, by name. `lock` keeps others from changing it until the transaction ends; what was pinned is
 * read only then, since most reports say nothing new.
 */
export async function knownTools(
  db: Db,
  of: { orgId: string; server: string; names: string[]; lock: boolean },
): Promise<Map<string, KnownTool>> {
  const pinned = of.lock ? Prisma.sql`"pinnedDefinition"` : Prisma.sql`NULL`;
  const rows = await db.$queryRaw<KnownRow[]>(Prisma.sql`
    SELECT "id", "name", "state", "pin", "definitionDigest", "seenAt", "createdAt", "signsEdition",
           ${pinned} AS "pinnedDefinition"
    FROM "Tool"
    WHERE "orgId" = ${of.orgId} AND "server" = ${of.server} AND "name" = ANY(${of.names})
    ORDER BY "name" COLLATE "C" ${of.lock ? Prisma.sql`FOR UPDATE` : Prisma.empty}`);
  return new Map(rows.map((row) => [row.name, { ...row, seenAt: row.seenAt?.toISOString() ?? null }]));
}
