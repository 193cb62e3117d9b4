/** Private to this folder: makes drafts of what a repository holds. All or nothing: the caller's transaction. */
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import type { Policy as Row, PolicyVersion as VersionRow } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { sha256 } from "@/sdk/canonical";
import { applyCases } from "./apply-cases";
import { publishedRevision } from "./chosen-set";
import type { Pushed } from "./code-contract";
import { validOrRefused, versionData } from "./create-policy";
import { publishedMeanwhile } from "./publish-bundle";
import { lockBundles } from "./sign-bundle";
import { PolicySource } from "./source";

export type Applied = {
  events: AuditEvent[];
  created: string[];
  edited: string[];
  disabled: string[];
  unchanged: number;
};
type Here = Row & { current: VersionRow };
type One = Pushed["policies"][number];

const MOST_NAMED = 5;

export async function applyPush(tx: TxCtx, pushed: Pushed): Promise<Applied> {
  await lockBundles(tx);
  await refuseStale(tx, pushed);
  const here = await readHere(tx);
  refuseForeign(pushed, here);
  const told: Applied = { events: [], created: [], edited: [], disabled: [], unchanged: 0 };
  for (const one of pushed.policies) await applyOne(tx, pushed, one, here.get(one.slug), told);
  const held = new Set(pushed.policies.map(({ slug }) => slug));
  for (const [slug, row] of here)
    if (!held.has(slug) && repositoryOf(row) === pushed.repository && row.status === "active")
      await disable(tx, pushed, row, told);
  told.events.push(...(await applyCases(tx, pushed)));
  return told;
}

async function refuseStale(tx: TxCtx, { published }: Pushed): Promise<void> {
  if (published === undefined) return;
  const now = await publishedRevision(tx);
  if (now !== published) throw new Refusal("conflict", await publishedMeanwhile(tx, now));
}

async function readHere(tx: TxCtx): Promise<Map<string, Here>> {
  const rows = await tx.db.policy.findMany({
    where: { orgId: tx.orgId },
    include: { versions: { orderBy: { version: "desc" }, take: 1 } },
  });
  return new Map(
    rows.flatMap(({ versions, ...row }) => versions.map((current): [string, Here] => [row.slug, { ...row, current }])),
  );
}

const repositoryOf = ({ source }: Pick<Row, "source">): string | null =>
  PolicySource.safeParse(source).data?.repository ?? null;

/** What the console or another repository owns is not overwritten: it may have been changed there on purpose. */
function refuseForeign({ repository, policies, adopt }: Pushed, here: ReadonlyMap<string, Here>): void {
  const foreign = policies.flatMap(({ slug }) => {
    const row = here.get(slug);
    const owner = row && repositoryOf(row);
    if (!row || owner === repository || (owner === null && adopt)) return [];
    return `${slug} (${owner ?? "the console"})`;
  });
  if (foreign.length === 0) return;
  const named = foreign.slice(0, MOST_NAMED).join(", ");
  const more = foreign.length > MOST_NAMED ? ` and ${foreign.length - MOST_NAMED} more` : "";
  throw new Refusal(
    "conflict",
    `Nothing was pushed: ${named}${more} belong to somebody else, so what is there is not overwritten. Compare first; what the console owns can be adopted.`,
  );
}

async function applyOne(tx: TxCtx, pushed: Pushed, one: One, row: Here | undefined, told: Applied): Promise<void> {
  const source: PolicySource = { repository: pushed.repository, commit: pushed.commit, path: one.path };
  if (!row) return create(tx, one, source, told);
  const textChanged = one.text !== row.current.text;
  const same = !textChanged && one.title === row.title && one.status === row.status;
  if (same && repositoryOf(row) === pushed.repository) {
    told.unchanged++;
    return;
  }
  const version = textChanged ? row.version + 1 : row.version;
  const parsed = textChanged ? await named(one.slug, () => validOrRefused(tx, one.text)) : null;
  await tx.db.policy.update({
    where: { id_orgId: { id: row.id, orgId: tx.orgId } },
    data: { title: one.title, status: one.status, version, source, updatedAt: tx.now },
  });
  if (parsed) await tx.db.policyVersion.create({ data: versionData(tx, row.id, version, one.text, parsed) });
  (one.status === "disabled" && row.status === "active" ? told.disabled : told.edited).push(one.slug);
  told.events.push({
    action: "policy.edited",
    target: { kind: "policy", id: row.id, name: one.slug },
    detail: {
      from: row.version,
      to: version,
      status: one.status,
      textDigest: sha256(one.text),
      source,
      adopted: repositoryOf(row) === null,
    },
  });
}

async function create(tx: TxCtx, one: One, source: PolicySource, told: Applied): Promise<void> {
  const parsed = await named(one.slug, () => validOrRefused(tx, one.text));
  const id = newId("policy", tx.now.getTime());
  const { slug, title, status, text } = one;
  await tx.db.policy.create({ data: { id, orgId: tx.orgId, slug, title, status, source } });
  await tx.db.policyVersion.create({ data: versionData(tx, id, 1, text, parsed) });
  const { effect, checkpoint, mode } = parsed;
  told.created.push(slug);
  told.events.push({
    action: "policy.created",
    target: { kind: "policy", id, name: slug },
    detail: { version: 1, effect, checkpoint, mode, textDigest: sha256(text), source },
  });
}

async function disable(tx: TxCtx, { repository, commit }: Pushed, row: Here, told: Applied): Promise<void> {
  await tx.db.policy.update({
    where: { id_orgId: { id: row.id, orgId: tx.orgId } },
    data: { status: "disabled", updatedAt: tx.now },
  });
  told.disabled.push(row.slug);
  told.events.push({
    action: "policy.disabled",
    target: { kind: "policy", id: row.id, name: row.slug },
    detail: { from: row.version, to: row.version, status: "disabled", repository, commit },
  });
}

/** A refusal among many policies says of which. */
async function named<Result>(slug: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, `Nothing was pushed. ${slug}: ${error.message}`);
  }
}
