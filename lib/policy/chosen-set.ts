/** Which versions of which policies a set is made of: what is in force, and what the next publication would put in force. */
import { z } from "zod";
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { digestOf } from "@/sdk/canonical";

/** One policy of a set. The text of a version never changes, so this is all of it. */
export type Chosen = { policyId: string; version: number };
/** A transaction that takes a set of thousands of policies in hand: measured by `npm run bench -- repository`. */
export const SET_MOST_MS = 120_000;
/** A set as it is kept. */
export const ChosenSet = z.array(z.object({ policyId: z.string(), version: z.int() }));
export type Named = Chosen & { slug: string; title: string; text: string };

export async function inForceSet(ctx: Ctx): Promise<Chosen[]> {
  return ctx.db.publishedPolicy.findMany({
    where: { orgId: ctx.orgId },
    orderBy: { policyId: "asc" },
    select: { policyId: true, version: true },
  });
}

/** The current version of every active policy. */
export async function draftSet(ctx: Ctx): Promise<Chosen[]> {
  const rows = await ctx.db.policy.findMany({
    where: { orgId: ctx.orgId, status: "active" },
    orderBy: { id: "asc" },
    select: { id: true, version: true },
  });
  return rows.map(({ id, version }) => ({ policyId: id, version }));
}

export const digestOfSet = (set: readonly Chosen[]): string =>
  digestOf(
    [...set].sort((a, b) => (a.policyId < b.policyId ? -1 : 1)).map(({ policyId, version }) => [policyId, version]),
  );

/** The texts of a set, by name. What is not there any more is left out. */
export async function readSet(ctx: Ctx, set: readonly Chosen[]): Promise<Named[]> {
  const rows = await ctx.db.$queryRaw<Named[]>(Prisma.sql`
    SELECT v."policyId", v."version", v."text", p."slug", p."title" FROM ${versionsOf(ctx, set)}`);
  return rows.sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

/** The versions `v` of a set and their policies `p`: however many, as two values of one statement. */
export const versionsOf = ({ orgId }: Ctx, set: readonly Chosen[]): Prisma.Sql => Prisma.sql`
  unnest(${set.map(({ policyId }) => policyId)}::text[], ${set.map(({ version }) => version)}::int[]) AS chosen("policyId", "version")
    JOIN "PolicyVersion" v ON v."policyId" = chosen."policyId" AND v."version" = chosen."version" AND v."orgId" = ${orgId}
    JOIN "Policy" p ON p."id" = v."policyId" AND p."orgId" = v."orgId"`;

/** Revision of the newest publication; null before the first. New bundles of the same policies do not move it. */
export async function publishedRevision(ctx: Ctx): Promise<number | null> {
  const row = await ctx.db.bundle.findFirst({
    where: { orgId: ctx.orgId, cause: "published" },
    orderBy: { revision: "desc" },
    select: { revision: true },
  });
  return row?.revision ?? null;
}
