/** Private to this folder: entries of the library beside the policies that were made from them. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { notFound, Refusal } from "@/lib/shared/errors";
import { bundleContent } from "./bundle-content";
import { analysePolicy } from "./cedar";
import { draftSet } from "./chosen-set";
import { Policy } from "./contract";
import type { Surroundings } from "./fill-entry";
import { entryNamed } from "./library/entries";
import type { Entry } from "./library/entry";
import type { LibraryPreview, ListedEntry } from "./library-contract";
import { Origin } from "./origin";
import { CheckpointStage } from "./rule-contract";
import { schemaFor } from "./schema";

export function knownEntry(id: string): Entry {
  const entry = entryNamed(id);
  if (!entry) throw notFound("entry of the library");
  return entry;
}

export async function listed(ctx: Ctx, some: readonly Entry[]): Promise<ListedEntry[]> {
  const adopted = await adoptions(ctx);
  return some.map(({ rule: _, ...entry }) => ({ ...entry, adopted: adopted.get(entry.id) ?? [] }));
}

async function adoptions({ db, orgId }: Ctx): Promise<Map<string, ListedEntry["adopted"]>> {
  const rows = await db.policy.findMany({
    where: { orgId, library: { not: Prisma.AnyNull } },
    orderBy: { slug: "asc" },
    select: { id: true, slug: true, title: true, status: true, version: true, library: true },
  });
  const published = await db.publishedPolicy.findMany({
    where: { orgId, policyId: { in: rows.map(({ id }) => id) } },
    select: { policyId: true },
  });
  const inForce = new Set(published.map(({ policyId }) => policyId));
  const found = new Map<string, ListedEntry["adopted"]>();
  for (const { id, slug, title, status, version, library } of rows) {
    const origin = Origin.parse(library);
    const one = {
      ...{ id, slug, title, version: origin.version, edited: version > 1, inForce: inForce.has(id) },
      status: Policy.shape.status.parse(status),
    };
    found.set(origin.entry, [...(found.get(origin.entry) ?? []), one]);
  }
  return found;
}

/** What an entry is filled in against. */
export async function surroundings(ctx: Ctx, now: Date): Promise<Surroundings> {
  const rules = await ctx.db.checkpointRule.findMany({
    where: { orgId: ctx.orgId },
    select: { slug: true, stages: true },
  });
  return {
    content: await bundleContent(ctx, await draftSet(ctx)),
    rules: new Map(rules.map(({ slug, stages }) => [slug, peopleIn(stages)])),
    analyse: (text) => analysePolicy(text, (cedar) => schemaFor(ctx, cedar)),
    now: now.getTime(),
  };
}

/** Stages must all be met, and one person counts once. */
const peopleIn = (stages: unknown): number =>
  CheckpointStage.array()
    .parse(stages)
    .reduce((sum, { need }) => sum + need, 0);

export function refuseProblems({ problems }: LibraryPreview): void {
  const [first] = problems;
  if (first)
    throw new Refusal("invalid_input", first.message, {
      invalidParams: problems.map(({ path, message }) => ({
        path: path === "" ? "blanks" : `blanks.${path}`,
        message,
      })),
    });
}
