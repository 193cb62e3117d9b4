/** An organisation's applications, ready to answer. Compiled once for each version; which versions are in force is asked each time. */
import type { Ctx } from "@/lib/db/ctx";
import { remembering } from "@/lib/db/remembered";
import { loadApplication } from "./check-terms";
import type { LoadedApplication } from "./judge";
import { readEntities, readPoliciesOf, StoredTerms } from "./rows";

/** Of all organisations: one with much data may hold some ten megabytes. */
const MOST_KEPT = 64;
const kept = new Map<string, LoadedApplication>();

const recall = remembering<LoadedApplication[]>(MOST_KEPT);

/** Remembered where notices of changes arrive. */
export async function loadedApplications(ctx: Ctx): Promise<readonly LoadedApplication[]> {
  const { orgId } = ctx;
  const read = async () => ({ orgId, value: await readLoaded(ctx), untilMs: Number.POSITIVE_INFINITY });
  return (await recall(orgId, read)) ?? [];
}

async function readLoaded(ctx: Ctx): Promise<LoadedApplication[]> {
  const heads = await ctx.db.application.findMany({
    where: { orgId: ctx.orgId, enabled: true },
    select: { id: true, version: true, title: true },
    orderBy: { id: "asc" },
  });
  const loaded: LoadedApplication[] = [];
  for (const head of heads) {
    const known = kept.get(keyOf(head));
    const app = known ?? (await load(ctx, head));
    if (app) loaded.push(remembered(app));
  }
  return loaded;
}

/** The one that answers for these kinds of subject and resource. */
export const answering = (
  applications: readonly LoadedApplication[],
  subjectType: string,
  resourceType: string,
): LoadedApplication | null =>
  applications.find((app) => app.subjectTypes.includes(subjectType) && app.resourceTypes.includes(resourceType)) ??
  null;

type Head = { id: string; version: number; title: string };
const keyOf = ({ id, version, title }: Head): string => `${id} ${version} ${title}`;

async function load(ctx: Ctx, head: Head): Promise<LoadedApplication | null> {
  const row = await ctx.db.applicationVersion.findUnique({
    where: { applicationId_version: { applicationId: head.id, version: head.version } },
  });
  // Deleted since its head was read.
  if (!row) return null;
  const terms = { ...StoredTerms.parse(row.terms), title: head.title, entities: readEntities(row.entities) };
  return loadApplication(head.id, head.version, terms, readPoliciesOf(row.cedar));
}

function remembered(app: LoadedApplication): LoadedApplication {
  const key = keyOf(app);
  kept.delete(key);
  kept.set(key, app);
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return app;
}
