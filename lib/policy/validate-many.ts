/**
 * Private to this folder: thousands of texts, judged as one policy is judged. The tools and the rules are read once, and a text that
 * was judged over the same tools is not judged again, so that a transaction that stores or publishes them need not wait for Cedar.
 */
import { setImmediate } from "node:timers/promises";
import type { Ctx } from "@/lib/db/ctx";
import { sha256 } from "@/sdk/canonical";
import { slimSchema } from "@/sdk/cedar/schema";
import type { BundleTool } from "@/sdk/wire/bundle";
import { type Analysis, analysePolicy, type Parsed, validOfMany } from "./cedar";
import { toolsInForce } from "./schema";
import { missingRule } from "./validate-policy";

/** Texts that are kept as judged; whatever is longer is judged each time. */
const MOST_KEPT = 24_000;
const LONGEST_KEPT = 4_000;
const kept = new Map<string, Parsed>();
/** Texts that are judged over one schema. Others are let in between. */
const GROUP = 100;

/** In the order of the texts. Of valid ones there is nothing to say: they have no problems here, and no formatted text. */
export async function checkPolicies(ctx: Ctx, texts: readonly string[]): Promise<Analysis[]> {
  if (texts.length === 0) return [];
  const { digest, tools } = await toolsInForce(ctx);
  const keyOf = (text: string) => `${ctx.orgId} ${digest} ${sha256(text)}`;
  const known = texts.map((text) => kept.get(keyOf(text)));
  const fresh = [...new Set(texts.filter((_, at) => !known[at]))];
  const judged = new Map<string, Analysis>();
  for (let from = 0; from < fresh.length; from += GROUP) {
    for (const one of await judgeGroup(tools, fresh.slice(from, from + GROUP))) judged.set(one.text, one.analysis);
    await setImmediate();
  }
  for (const [text, { parsed }] of judged) if (parsed && text.length <= LONGEST_KEPT) keep(keyOf(text), parsed);
  const rules = await rulesOf(ctx);
  return texts.map((text, at) => {
    const parsed = known[at];
    const analysis = parsed ? valid(parsed) : judged.get(text);
    if (!analysis) throw new Error("a policy was not judged");
    const slug = analysis.parsed?.checkpoint;
    return slug && !rules.has(slug) ? missingRule(analysis, slug) : analysis;
  });
}

const valid = (parsed: Parsed): Analysis => ({ parsed, problems: [], formatted: null });

/** What is wrong with one is found by judging it by itself. */
async function judgeGroup(tools: readonly BundleTool[], texts: readonly string[]) {
  const parsed = await validOfMany(texts, (all) => slimSchema(tools, all));
  return Promise.all(
    texts.map(async (text, at) => {
      const found = parsed[at] ?? null;
      const analysis = found ? valid(found) : await analysePolicy(text, async (cedar) => slimSchema(tools, cedar));
      return { text, analysis };
    }),
  );
}

async function rulesOf({ db, orgId }: Ctx): Promise<ReadonlySet<string>> {
  const rows = await db.checkpointRule.findMany({ where: { orgId }, select: { slug: true } });
  return new Set(rows.map(({ slug }) => slug));
}

function keep(key: string, parsed: Parsed): void {
  kept.delete(key);
  kept.set(key, parsed);
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
}
