/** Private to this folder: makes drafts of what a repository holds. All or nothing: the caller's transaction. */
import type { AuditEvent } from "@/lib/audit/record";
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { Prisma, type Policy as Row } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { sha256 } from "@/sdk/canonical";
import { applyCases } from "./apply-cases";
import type { Parsed } from "./cedar";
import { publishedRevision } from "./chosen-set";
import type { Pushed } from "./code-contract";
import { parsedOrRefused, refuseTooMany } from "./create-policy";
import { publishedMeanwhile } from "./publish-bundle";
import { lockBundles } from "./sign-bundle";
import { PolicySource } from "./source";
import { disableAll, type Edit, type Fresh, type One, storeEdits, storeFresh } from "./store-push";
import { checkPolicies } from "./validate-many";

export type Applied = {
  events: AuditEvent[];
  created: string[];
  edited: string[];
  disabled: string[];
  unchanged: number;
};
type Here = Row & { text: string };

const MOST_NAMED = 5;

/** What takes long and changes nothing, before the transaction: the new texts are judged, and known then. */
export async function judgePushed(ctx: Ctx, { policies }: Pushed): Promise<void> {
  const here = await readHere(ctx);
  const changed = policies.filter(({ slug, text }) => here.get(slug)?.text !== text);
  await judge(ctx, changed);
}

export async function applyPush(tx: TxCtx, pushed: Pushed): Promise<Applied> {
  await lockBundles(tx);
  await refuseStale(tx, pushed);
  const here = await readHere(tx);
  refuseForeign(pushed, here);
  const { repository, commit, policies } = pushed;
  const ours = (row: Row) => repositoryOf(row) === repository;
  const changed = policies.filter((one) => {
    const row = here.get(one.slug);
    return !(row && ours(row) && one.text === row.text && one.title === row.title && one.status === row.status);
  });
  const parsed = await judge(
    tx,
    changed.filter(({ slug, text }) => here.get(slug)?.text !== text),
  );
  const fresh: Fresh[] = [];
  const edits: (Edit & { row: Here })[] = [];
  for (const one of changed) {
    const source: PolicySource = { repository, commit, path: one.path };
    const row = here.get(one.slug);
    const judged = parsed.get(one) ?? null;
    if (row) edits.push({ one, source, row, parsed: judged, version: judged ? row.version + 1 : row.version });
    else if (judged) fresh.push({ one, source, parsed: judged });
  }
  const held = new Set(policies.map(({ slug }) => slug));
  const gone = [...here.values()].filter((row) => !held.has(row.slug) && ours(row) && row.status === "active");
  await refuseTooMany(tx, fresh.length);
  const ids = await storeFresh(tx, fresh);
  await storeEdits(tx, edits);
  if (gone.length > 0) await disableAll(tx, gone);
  const turnsOff = ({ one, row }: Edit) => one.status === "disabled" && row.status === "active";
  return {
    created: fresh.map(({ one }) => one.slug),
    edited: edits.filter((edit) => !turnsOff(edit)).map(({ one }) => one.slug),
    disabled: [...edits.filter(turnsOff).map(({ one }) => one.slug), ...gone.map(({ slug }) => slug)],
    unchanged: policies.length - changed.length,
    events: [
      ...fresh.map((one, at) => createdEvent(one, ids[at] ?? "")),
      ...edits.map(editedEvent),
      ...gone.map((row) => disabledEvent(row, { repository, commit })),
      ...(await applyCases(tx, pushed)),
    ],
  };
}

/** What each of them says; one that is not valid refuses them all, by its name. */
async function judge(ctx: Ctx, policies: readonly One[]): Promise<Map<One, Parsed>> {
  const judged = await checkPolicies(
    ctx,
    policies.map(({ text }) => text),
  );
  return new Map(
    policies.flatMap((one, at): [One, Parsed][] => {
      const analysis = judged[at];
      return analysis ? [[one, named(one.slug, () => parsedOrRefused(analysis))]] : [];
    }),
  );
}

const createdEvent = ({ one: { slug, text }, source, parsed }: Fresh, id: string): AuditEvent => ({
  action: "policy.created",
  target: { kind: "policy", id, name: slug },
  detail: {
    version: 1,
    effect: parsed.effect,
    checkpoint: parsed.checkpoint,
    mode: parsed.mode,
    textDigest: sha256(text),
    source,
  },
});

const editedEvent = ({ one, row, source, version }: Edit): AuditEvent => ({
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

const disabledEvent = (row: Row, by: { repository: string; commit: string }): AuditEvent => ({
  action: "policy.disabled",
  target: { kind: "policy", id: row.id, name: row.slug },
  detail: { from: row.version, to: row.version, status: "disabled", ...by },
});

async function refuseStale(tx: TxCtx, { published }: Pushed): Promise<void> {
  if (published === undefined) return;
  const now = await publishedRevision(tx);
  if (now !== published) throw new Refusal("conflict", await publishedMeanwhile(tx, now));
}

async function readHere({ db, orgId }: Ctx): Promise<Map<string, Here>> {
  const rows = await db.$queryRaw<Here[]>(Prisma.sql`
    SELECT p.*, v."text" FROM "Policy" p
    JOIN "PolicyVersion" v ON v."policyId" = p."id" AND v."orgId" = p."orgId" AND v."version" = p."version"
    WHERE p."orgId" = ${orgId}`);
  return new Map(rows.map((row) => [row.slug, row]));
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

/** A refusal among many policies says of which. */
function named<Result>(slug: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, `Nothing was pushed. ${slug}: ${error.message}`);
  }
}
