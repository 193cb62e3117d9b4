/** Private to this folder: rows of applications, as the contract shows them. */
import { z } from "zod";
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { Prisma, type Application as Row, type ApplicationVersion as VersionRow } from "@/lib/db/generated/client";
import { notFound, Refusal } from "@/lib/shared/errors";
import { canonicalJson, type JsonObject, sha256 } from "@/sdk/canonical";
import { JsonObject as JsonObjectSchema } from "@/sdk/wire/words";
import { type Application, type ApplicationSummary, ApplicationTerms } from "./contract";

/** What a version keeps as JSON: the rest has columns of its own. */
export const StoredTerms = ApplicationTerms.omit({ entities: true, title: true });
export const readEntities = (text: string): JsonObject[] => z.array(JsonObjectSchema).parse(JSON.parse(text));
export const readPoliciesOf = (cedar: unknown): JsonObject[] => z.array(JsonObjectSchema).parse(cedar);

export function summaryOf(row: Row, current: VersionRow): ApplicationSummary {
  const { subjectTypes, resourceTypes, actions } = StoredTerms.parse(current.terms);
  const { id, slug, title, enabled, version, updatedAt } = row;
  return {
    id,
    slug,
    title,
    enabled,
    version,
    subjectTypes,
    resourceTypes,
    actions,
    policies: readPoliciesOf(current.cedar).length,
    entities: readEntities(current.entities).length,
    updatedByName: current.createdByName,
    updatedAt: updatedAt.toISOString(),
  };
}

export async function readApplication(ctx: Ctx, id: string): Promise<Application> {
  const row = await ctx.db.application.findUnique({
    where: { id_orgId: { id, orgId: ctx.orgId } },
    include: { versions: { orderBy: { version: "desc" } } },
  });
  const current = row?.versions.find(({ version }) => version === row.version);
  if (!row || !current) throw notFound("application");
  const { text, anySubject } = StoredTerms.parse(current.terms);
  return {
    ...summaryOf(row, current),
    anySubject,
    text,
    entities: readEntities(current.entities),
    versions: row.versions.map(({ version, createdByName, createdAt, terms, entities }) => ({
      version,
      createdByName,
      createdAt: createdAt.toISOString(),
      textDigest: sha256(StoredTerms.parse(terms).text),
      dataDigest: sha256(entities),
    })),
  };
}

/** Of the version that is answered by. */
export async function readPoliciesInForce({ db, orgId }: Ctx, id: string): Promise<JsonObject[]> {
  const [row] = await db.$queryRaw<{ cedar: unknown }[]>(Prisma.sql`
    SELECT v."cedar" FROM "Application" a
    JOIN "ApplicationVersion" v ON v."applicationId" = a."id" AND v."orgId" = a."orgId" AND v."version" = a."version"
    WHERE a."orgId" = ${orgId} AND a."id" = ${id}`);
  if (!row) throw notFound("application");
  return readPoliciesOf(row.cedar);
}

export function versionData(tx: TxCtx, applicationId: string, version: number, kept: Kept) {
  const { entities, title: _, ...terms } = kept.terms;
  return {
    applicationId,
    orgId: tx.orgId,
    version,
    terms: terms as Prisma.InputJsonObject,
    cedar: kept.policies as Prisma.InputJsonArray,
    entities: canonicalJson(entities),
    createdById: tx.actor.id,
    createdByName: tx.actor.name,
    createdAt: tx.now,
  };
}
export type Kept = { terms: ApplicationTerms; policies: JsonObject[] };

/** What the audit log keeps: what is asked about, and digests of the rest. */
export const detailOf = ({ terms, policies }: Kept): JsonObject => ({
  subjectTypes: terms.subjectTypes,
  resourceTypes: terms.resourceTypes,
  actions: terms.actions,
  anySubject: terms.anySubject,
  policies: policies.length,
  entities: terms.entities.length,
  textDigest: sha256(terms.text),
  dataDigest: sha256(canonicalJson(terms.entities)),
});

/** Changes of an organisation's applications happen one after the other: each looks at all the others. */
export async function lockApplications(tx: TxCtx): Promise<void> {
  await tx.db.$executeRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${`applications ${tx.orgId}`}, 0))`);
}

/** One question is answered by one application, so no two may claim the same kinds of subject and resource. */
export async function refuseClaimed(tx: TxCtx, own: string | null, terms: ApplicationTerms): Promise<void> {
  const rows = await tx.db.$queryRaw<{ title: string; terms: unknown }[]>(Prisma.sql`
    SELECT a."title", v."terms" FROM "Application" a
    JOIN "ApplicationVersion" v ON v."applicationId" = a."id" AND v."version" = a."version"
    WHERE a."orgId" = ${tx.orgId} AND a."enabled" AND a."id" <> ${own ?? ""}`);
  for (const row of rows) {
    const other = StoredTerms.parse(row.terms);
    const subject = terms.subjectTypes.find((type) => other.subjectTypes.includes(type));
    const resource = terms.resourceTypes.find((type) => other.resourceTypes.includes(type));
    if (subject !== undefined && resource !== undefined)
      throw new Refusal(
        "conflict",
        `The application "${row.title}" answers for subjects of the type ${subject} and resources of the type ${resource} already. Rename a type, or disable that application.`,
      );
  }
}
