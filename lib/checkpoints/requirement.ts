/** What the rules that hold a call ask, and whom they shut out; worked out when the request is opened and kept with it. */
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { termsOf } from "@/lib/policy/list-rules";
import type { Separation } from "@/lib/policy/rule-contract";
import { Refusal } from "@/lib/shared/errors";
import type { Action } from "@/sdk/wire/action";
import { isEdgeRule } from "@/sdk/wire/edge-rule";
import { type Asking, askingOf, type Excluded } from "./asking";
import { edgeTerms } from "./edge-requirement";
import { homesOf } from "./rows";

export type Requirement = Asking & { stepUp: boolean; excluded: Excluded };
type Held = { agentId: string; rules: string[]; policies: string[] };

export async function requirementOf(tx: TxCtx, action: Action, held: Held): Promise<Requirement> {
  const slugs = held.rules.filter((rule) => !isEdgeRule(rule));
  const rows = await tx.db.checkpointRule.findMany({ where: { orgId: tx.orgId, slug: { in: slugs } } });
  if (rows.length !== new Set(slugs).size)
    throw new Refusal("policy_changed", "A checkpoint rule that the policy names is gone.");
  const terms = rows.map(termsOf);
  const separation = {
    owners: terms.some((rule) => rule.separation.owners),
    onBehalfOf: terms.some((rule) => rule.separation.onBehalfOf),
    policyAuthors: terms.some((rule) => rule.separation.policyAuthors),
  };
  const excluded = await excludedFrom(tx, separation, { ...held, onBehalfOf: action.onBehalfOf });
  const stages = terms.flatMap((rule) => rule.stages);
  const edges = await edgeTerms(tx, action, held.rules, stages, new Set(excluded.people.map(({ id }) => id)));
  return {
    ...askingOf(edges ? [...terms, { ...edges, hours: null, reminders: [] }] : terms, tx.now),
    stepUp: terms.some((rule) => rule.stepUp) || (edges?.stepUp ?? false),
    excluded,
  };
}

async function excludedFrom(
  ctx: Ctx,
  separation: Separation,
  held: Held & { onBehalfOf: string | null },
): Promise<Excluded> {
  const people: Excluded["people"] = [];
  if (separation.owners) {
    const home = (await homesOf(ctx, [held.agentId])).get(held.agentId);
    for (const id of [home?.ownerId, home?.backupOwnerId]) if (id) people.push({ id, why: "owner" });
  }
  if (separation.onBehalfOf && held.onBehalfOf)
    for (const id of await peopleNamed(ctx, held.onBehalfOf)) people.push({ id, why: "onBehalfOf" });
  if (separation.policyAuthors)
    for (const id of await authorsOf(ctx, held.policies)) people.push({ id, why: "policyAuthor" });
  // Nobody agrees to what they ask for themselves, whatever the rules say: a key's votes are its maker's.
  if (ctx.actor.kind === "apiKey")
    people.push({ id: (await makersOf(ctx, [ctx.actor.id]))(ctx.actor.id), why: "requester" });
  return { owners: separation.owners, people };
}

/** The person that an agent names, by id or by e-mail address: an agent that names somebody else entirely names nobody here. */
export async function peopleNamed(ctx: Ctx, name: string): Promise<string[]> {
  const rows = await ctx.db.user.findMany({
    where: { orgId: ctx.orgId, OR: [{ id: name.trim() }, { email: name.trim().toLowerCase() }] },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Who wrote these policies, each as `slug@version`; a version that a key wrote is its maker's. */
async function authorsOf(ctx: Ctx, policies: readonly string[]): Promise<string[]> {
  const named = policies.map((text) => {
    const at = text.lastIndexOf("@");
    return { version: Number(text.slice(at + 1)), policy: { slug: text.slice(0, at) } };
  });
  if (named.length === 0) return [];
  const versions = await ctx.db.policyVersion.findMany({
    where: { orgId: ctx.orgId, OR: named },
    select: { createdById: true },
  });
  const ids = versions.map(({ createdById }) => createdById);
  const makerOf = await makersOf(ctx, ids);
  return [...new Set(ids.map(makerOf))];
}

/** Says of an id whose it is: a key is its maker's, everything else its own. */
export async function makersOf(ctx: Ctx, ids: readonly string[]): Promise<(id: string) => string> {
  const keys = await ctx.db.apiKey.findMany({
    where: { orgId: ctx.orgId, id: { in: [...ids] } },
    select: { id: true, createdById: true },
  });
  const makers = new Map(keys.map(({ id, createdById }) => [id, createdById ?? id]));
  return (id) => makers.get(id) ?? id;
}
