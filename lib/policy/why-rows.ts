/** Private to this folder: policies of a bundle by the pages that they have here, and recorded calls as questions. */
import type { Call } from "@/lib/activity/contract";
import type { Ctx } from "@/lib/db/ctx";
import { plainName } from "@/lib/shared/plain-name";
import { type JsonObject, sha256 } from "@/sdk/canonical";
import type { BundlePolicy } from "@/sdk/wire/bundle";
import { JsonObject as JsonObjectShape } from "@/sdk/wire/words";
import type { Explained } from "./why/explain";
import { argumentsRead, isRedacted } from "./why/values-read";
import type { Explanation } from "./why-contract";

export async function namedHere({ db, orgId }: Ctx, named: Explained["named"]): Promise<Explanation["policies"]> {
  const rows = await db.policy.findMany({
    where: { orgId, slug: { in: named.map(({ policy }) => policy.id) } },
    select: { id: true, slug: true },
  });
  const ids = new Map(rows.map(({ id, slug }) => [slug, id]));
  return named.map(({ policy: { id: slug, title, version, effect, checkpoint }, determined }) => ({
    ...{ slug, id: ids.get(slug) ?? null, title, version, effect, checkpoint },
    role: determined ? "determined" : "applied",
  }));
}

/** What the record says determined it, where that cannot be worked out again. */
export const namedInRecord = async (ctx: Ctx, slugs: readonly string[]): Promise<Explanation["policies"]> => {
  const rows = await ctx.db.policy.findMany({
    where: { orgId: ctx.orgId, slug: { in: [...slugs] } },
    select: { id: true, slug: true, title: true },
  });
  return slugs.map((slug) => {
    const row = rows.find((one) => one.slug === slug);
    const unknown = { version: null, effect: null, checkpoint: null, role: "determined" as const };
    return { slug, id: row?.id ?? null, title: row?.title ?? slug, ...unknown };
  });
};

/** Arguments that the answer can be worked out from, or why not. */
export type Recorded = {
  args: JsonObject | null;
  /** What of them can be shown, where it is not all; null: nothing. */
  shown: JsonObject | null;
  untold: string[];
};

export function argumentsOf(call: Call, policies: readonly BundlePolicy[]): Recorded {
  const args = parsed(call.argumentsText);
  const whole = sha256(call.argumentsText) === call.argumentsDigest;
  if (whole && args) return { args, shown: args, untold: [] };
  const unusable = "so what would have had to differ cannot be tried.";
  if (!args) return { args: null, shown: null, untold: [`The arguments are kept only in part, ${unusable}`] };
  const redacted = Object.entries(args).flatMap(([name, value]) => (isRedacted(value) ? [name] : []));
  if (redacted.length === 0)
    return { args: null, shown: null, untold: [`The arguments are not kept as they were, ${unusable}`] };
  const names = redacted.map((name) => plainName(name)).join(", ");
  const read = argumentsRead(policies);
  const needed = read === null ? redacted : redacted.filter((name) => read.has(name));
  const hidden = `Redacted at the point, so not known here: ${names}.`;
  if (needed.length === 0) return { args, shown: args, untold: [hidden] };
  const which = needed.map((name) => plainName(name)).join(", ");
  return { args: null, shown: args, untold: [hidden, `Policies about this tool read ${which}, ${unusable}`] };
}

function parsed(text: string): JsonObject | null {
  try {
    return JsonObjectShape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
