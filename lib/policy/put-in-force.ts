/** Private to this folder: puts a set of policies in force, or says why not. The caller holds the lock on bundles. */
import type { Step } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import type { JsonObject } from "@/sdk/canonical";
import { BundleRejected } from "@/sdk/decide";
import { runCases } from "@/sdk/policy/run-cases";
import { answerRolledBack } from "./answer-rolled-back";
import { bundleContent } from "./bundle-content";
import { type Chosen, type Named, readSet } from "./chosen-set";
import { type SignedRevision, signBundle } from "./sign-bundle";
import { readTests } from "./test-rows";
import { checkPolicies } from "./validate-many";

const MOST_TOLD = 5;
/** A statement takes 32,767 values. */
const PORTION = 5_000;

/** Refuses a set that does not validate any more, or that fails a case. */
export async function refuseUnfit(tx: TxCtx, chosen: readonly Chosen[]): Promise<Named[]> {
  const named = await readSet(tx, chosen);
  if (named.length !== chosen.length)
    throw new Refusal("conflict", "Nothing was published: a policy of this set is not there any more.");
  const judged = await checkPolicies(
    tx,
    named.map(({ text }) => text),
  );
  judged.forEach(({ problems }, at) => {
    const error = problems.find(({ severity }) => severity === "error");
    if (error)
      throw new Refusal(
        "conflict",
        `Nothing was published: ${named[at]?.slug} is not valid any more: ${error.message}`,
      );
  });
  await refuseFailing(tx, chosen);
  return named;
}

async function refuseFailing(tx: TxCtx, chosen: readonly Chosen[]): Promise<void> {
  const cases = await readTests(tx);
  if (cases.length === 0) return;
  const content = await bundleContent(tx, chosen);
  const told = orRefuse(() => runCases(content, cases, tx.now.getTime())).filter(({ passed }) => !passed);
  if (told.length === 0) return;
  const listed = told.slice(0, MOST_TOLD).map(({ name, why }) => `“${name}”: ${why}`);
  const more = told.length > MOST_TOLD ? ` And ${told.length - MOST_TOLD} more.` : "";
  const count = told.length === 1 ? "a case fails" : `${told.length} cases fail`;
  throw new Refusal("conflict", `Nothing was published: ${count}. ${listed.join(" ")}${more}`);
}

function orRefuse<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof BundleRejected)) throw error;
    throw new Refusal("conflict", `This set of policies cannot be loaded, so it was not signed: ${error.message}`);
  }
}

/** Signs the set as the newest publication. */
export async function putInForce(
  tx: TxCtx,
  named: readonly Named[],
  { note, detail = {} }: { note: string; detail?: JsonObject },
): Promise<Step<SignedRevision>> {
  await tx.db.publishedPolicy.deleteMany({ where: { orgId: tx.orgId } });
  for (let from = 0; from < named.length; from += PORTION)
    await tx.db.publishedPolicy.createMany({
      data: named.slice(from, from + PORTION).map(({ policyId, version }) => ({ orgId: tx.orgId, policyId, version })),
    });
  const signed = await signBundle(tx, "published", note);
  if (!signed) throw new Refusal("internal", "The bundle was not signed.");
  await answerRolledBack(tx);
  const policies = named.map(({ slug, version }) => `${slug}@${version}`);
  return {
    result: signed,
    event: {
      action: "bundle.published",
      target: { kind: "bundle", id: String(signed.revision), name: `revision ${signed.revision}` },
      detail: { cause: "published", note, contentDigest: signed.contentDigest, policies, ...detail },
    },
  };
}
