/** Private to this folder: what a push changes of policies, written in a few statements however many they are. */
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma, type Policy as Row } from "@/lib/db/generated/client";
import { newId } from "@/lib/shared/ids";
import type { Parsed } from "./cedar";
import type { Pushed } from "./code-contract";
import { versionData } from "./create-policy";
import type { PolicySource } from "./source";

export type One = Pushed["policies"][number];
export type Fresh = { one: One; source: PolicySource; parsed: Parsed };
/** `parsed` of a new text; null: only its title, state or owner differs. */
export type Edit = Omit<Fresh, "parsed"> & { row: Row; version: number; parsed: Parsed | null };

/** Their ids, in their order. */
export async function storeFresh(tx: TxCtx, fresh: readonly Fresh[]): Promise<string[]> {
  const ids = fresh.map(() => newId("policy", tx.now.getTime()));
  if (fresh.length === 0) return ids;
  const all = <Value>(of: (one: Fresh) => Value): Value[] => fresh.map(of);
  await tx.db.$executeRaw(Prisma.sql`
    INSERT INTO "Policy" ("id", "orgId", "slug", "title", "status", "source", "createdAt", "updatedAt")
    SELECT e."id", ${tx.orgId}, e."slug", e."title", e."status", e."source"::jsonb, ${tx.now}, ${tx.now}
    FROM unnest(${ids}::text[], ${all(({ one }) => one.slug)}::text[], ${all(({ one }) => one.title)}::text[],
      ${all(({ one }) => one.status)}::text[], ${all(({ source }) => JSON.stringify(source))}::text[])
      AS e("id", "slug", "title", "status", "source")`);
  const versions = fresh.map(({ one, parsed }, at) => versionData(tx, ids[at] ?? "", 1, one.text, parsed));
  await storeVersions(tx, versions);
  return ids;
}

async function storeVersions(tx: TxCtx, versions: readonly ReturnType<typeof versionData>[]): Promise<void> {
  if (versions.length === 0) return;
  const all = <Value>(of: (one: (typeof versions)[number]) => Value): Value[] => versions.map(of);
  await tx.db.$executeRaw(Prisma.sql`
    INSERT INTO "PolicyVersion" ("policyId", "orgId", "version", "text", "effect", "checkpoint", "mode", "cedar", "createdById",
      "createdByName", "createdAt")
    SELECT e."policy", ${tx.orgId}, e."version", e."text", e."effect", e."checkpoint", e."mode", e."cedar"::jsonb, ${tx.actor.id},
      ${tx.actor.name}, ${tx.now}
    FROM unnest(${all(({ policyId }) => policyId)}::text[], ${all(({ version }) => version)}::int[],
      ${all(({ text }) => text)}::text[], ${all(({ effect }) => effect)}::text[],
      ${all(({ checkpoint }) => checkpoint)}::text[], ${all(({ mode }) => mode)}::text[],
      ${all(({ cedar }) => JSON.stringify(cedar))}::text[])
      AS e("policy", "version", "text", "effect", "checkpoint", "mode", "cedar")`);
}

export async function storeEdits(tx: TxCtx, edits: readonly Edit[]): Promise<void> {
  if (edits.length === 0) return;
  const all = <Value>(of: (edit: Edit) => Value): Value[] => edits.map(of);
  await tx.db.$executeRaw(Prisma.sql`
    UPDATE "Policy" p SET "title" = e."title", "status" = e."status", "version" = e."version", "source" = e."source"::jsonb,
      "updatedAt" = ${tx.now}
    FROM unnest(${all(({ row }) => row.id)}::text[], ${all(({ one }) => one.title)}::text[],
      ${all(({ one }) => one.status)}::text[], ${all(({ version }) => version)}::int[],
      ${all(({ source }) => JSON.stringify(source))}::text[]) AS e("id", "title", "status", "version", "source")
    WHERE p."id" = e."id" AND p."orgId" = ${tx.orgId}`);
  const versions = edits.flatMap(({ row, version, one, parsed }) =>
    parsed ? [versionData(tx, row.id, version, one.text, parsed)] : [],
  );
  await storeVersions(tx, versions);
}

export const disableAll = (tx: TxCtx, rows: readonly Row[]) =>
  tx.db.$executeRaw(Prisma.sql`
    UPDATE "Policy" SET "status" = 'disabled', "updatedAt" = ${tx.now}
    WHERE "orgId" = ${tx.orgId} AND "id" = ANY(${rows.map(({ id }) => id)})`);
