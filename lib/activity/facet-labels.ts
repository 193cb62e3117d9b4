/** Private to this folder: names of the agents, owners and points among the values of a facet. */
import type { Ctx } from "@/lib/db/ctx";
import type { CallFacet, FacetName } from "./explorer-contract";

type Named = { id: string; name: string | null };

export async function labelled(ctx: Ctx, facets: readonly CallFacet[]): Promise<CallFacet[]> {
  const ids = (name: FacetName) => facets.find((facet) => facet.name === name)?.values.map(({ value }) => value) ?? [];
  const among = (name: FacetName) => ({
    where: { orgId: ctx.orgId, id: { in: ids(name) } },
    select: { id: true, name: true } as const,
  });
  const points = among("pepId");
  const found = await Promise.all([
    ctx.db.agent.findMany(among("agentId")),
    ctx.db.user.findMany(among("ownerId")),
    ctx.db.pep.findMany(points),
    ctx.db.apiKey.findMany(points),
  ]);
  const names = new Map(found.flat().map(({ id, name }: Named) => [id, name]));
  return facets.map((facet) => ({
    ...facet,
    values: facet.values.map((one) => ({ ...one, label: names.get(one.value) ?? null })),
  }));
}
