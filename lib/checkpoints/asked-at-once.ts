/** Whom calls of an agent that these rules hold would be put to at once, with the people and rules of now. */
import type { Ctx } from "@/lib/db/ctx";
import { termsOf } from "@/lib/policy/list-rules";
import type { RuleTerms } from "@/lib/policy/rule-contract";
import { subjectOf } from "./asking";
import { everyPerson } from "./electorate";
import { type Home, homesOf, nobodys } from "./rows";
import { cannotDecide } from "./rules";
import { votersOf } from "./voters";

export type Asked = { id: string; name: string };

/**
 * For each kind of call, the people who could decide it. Nobody is shut out for the sake of a single call (on whose behalf it is
 * made, who wrote the policy), only as an owner; rules that are not there any more ask nobody.
 */
export async function askedAtOnce(
  ctx: Ctx,
  kinds: readonly { agentId: string; rules: readonly string[] }[],
): Promise<Asked[][]> {
  const rows = await ctx.db.checkpointRule.findMany({ where: { orgId: ctx.orgId } });
  const rules = new Map(rows.map((row) => [row.slug, termsOf(row)]));
  const homes = await homesOf(
    ctx,
    kinds.map(({ agentId }) => agentId),
  );
  const voters = everyPerson(await votersOf(ctx));
  return kinds.map(({ agentId, rules: slugs }) => {
    const terms = slugs.flatMap((slug) => rules.get(slug) ?? []);
    const stages = terms.flatMap((rule) => rule.stages);
    const home = homes.get(agentId) ?? nobodys;
    const agent = subjectOf(home, shutOut(home, terms));
    return voters
      .filter((voter) => cannotDecide(voter, stages, [], agent) === null)
      .map(({ id, name }) => ({ id, name }));
  });
}

function shutOut({ ownerId, backupOwnerId }: Home, terms: readonly RuleTerms[]) {
  const owners = terms.some(({ separation }) => separation.owners);
  const people = owners ? [ownerId, backupOwnerId].flatMap((id) => (id ? [{ id, why: "owner" as const }] : [])) : [];
  return { owners, people };
}
