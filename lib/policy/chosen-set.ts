/** Which versions of which policies a set is made of: what is in force, and what the next publication would put in force. */
import { z } from "zod";
import type { Ctx } from "@/lib/db/ctx";
import { digestOf } from "@/sdk/canonical";

/** One policy of a set. The text of a version never changes, so this is all of it. */
export type Chosen = { policyId: string; version: number };
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
  const rows = await ctx.db.policyVersion.findMany({
    where: { orgId: ctx.orgId, OR: set.map(({ policyId, version }) => ({ policyId, version })) },
    include: { policy: { select: { slug: true, title: true } } },
  });
  return rows
    .map(({ policyId, version, text, policy }) => ({ policyId, version, text, ...policy }))
    .sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

/** Revision of the newest publication; null before the first. New bundles of the same policies do not move it. */
export async function publishedRevision(ctx: Ctx): Promise<number | null> {
  const row = await ctx.db.bundle.findFirst({
    where: { orgId: ctx.orgId, cause: "published" },
    orderBy: { revision: "desc" },
    select: { revision: true },
  });
  return row?.revision ?? null;
}
