/** Reads what the guard needs to judge rules: everybody, every agent, every name, and who wrote the policies. */
import type { Ctx } from "@/lib/db/ctx";
import { teamKey } from "@/lib/identity/rules";
import type { RuleTerms } from "@/lib/policy/rule-contract";
import type { Electorate } from "./electorate";
import { type Guard, type GuardedAgent, guardRule } from "./guard";
import { makersOf } from "./requirement";
import { votersOf } from "./voters";

export type Scene = {
  all: Electorate;
  agents: GuardedAgent[];
  names: ReadonlyMap<string, string>;
  /** Who wrote the current versions of the policies that name each rule. */
  authors: ReadonlyMap<string, string[]>;
};

export async function readScene(ctx: Ctx, at?: Date): Promise<Scene> {
  const [all, agents, people, teams, authors] = await Promise.all([
    votersOf(ctx, at),
    ctx.db.agent.findMany({
      where: { orgId: ctx.orgId, retiredAt: null },
      select: { id: true, name: true, team: true, ownerId: true, backupOwnerId: true },
      orderBy: { name: "asc" },
    }),
    ctx.db.user.findMany({ where: { orgId: ctx.orgId }, select: { id: true, name: true } }),
    ctx.db.team.findMany({ where: { orgId: ctx.orgId }, select: { id: true, name: true, key: true } }),
    authorsByRule(ctx),
  ]);
  const byKey = new Map(teams.map(({ id, key }) => [key, id]));
  return {
    all,
    agents: agents.map((agent) => ({ ...agent, teamId: byKey.get(teamKey(agent.team)) ?? null })),
    names: new Map([...people, ...teams].map(({ id, name }) => [id, name])),
    authors,
  };
}

async function authorsByRule(ctx: Ctx): Promise<Map<string, string[]>> {
  const policies = await ctx.db.policy.findMany({
    where: { orgId: ctx.orgId, status: { not: "disabled" } },
    select: { version: true, versions: { select: { version: true, checkpoint: true, createdById: true } } },
  });
  const named = policies.flatMap((row) =>
    row.versions.filter(({ version, checkpoint }) => version === row.version && checkpoint !== null),
  );
  const makerOf = await makersOf(
    ctx,
    named.map(({ createdById }) => createdById),
  );
  const authors = new Map<string, string[]>();
  for (const { checkpoint, createdById } of named)
    if (checkpoint !== null) authors.set(checkpoint, [...(authors.get(checkpoint) ?? []), makerOf(createdById)]);
  return authors;
}

export const judgeRule = (scene: Scene, slug: string, terms: RuleTerms): Guard =>
  guardRule({ ...scene, terms, authors: scene.authors.get(slug) ?? [] });

const MOST_NAMED = 5;

/** What the guard has against some agents, a sentence each; the rest in a last one. */
export function warningsOf({ unmet }: Guard, terms: RuleTerms, all: Electorate): string[] {
  const warnings = unmet
    .slice(0, MOST_NAMED)
    .map(({ agentName, why }) => `For ${agentName} nobody could meet it. ${why}`);
  if (unmet.length > MOST_NAMED) warnings.push(`The same holds for ${unmet.length - MOST_NAMED} more agents.`);
  const without = [...all.people.values()].filter(({ passkey }) => !passkey).length;
  if (terms.stepUp && without > 0)
    warnings.push(
      `${without === all.people.size ? "Nobody who may decide has" : `${without} of the ${all.people.size} people who may decide have not`} added a passkey yet; until then they can only deny.`,
    );
  return warnings;
}
