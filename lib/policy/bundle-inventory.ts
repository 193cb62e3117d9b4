/** What of the inventory travels in a bundle, in an order that does not depend on the database. */
import type { Ctx } from "@/lib/db/ctx";
import { Profile } from "@/sdk/sandbox/profile";
import { BundleAgent, BundleDelegation, BundleProfile, BundleTool } from "@/sdk/wire/bundle";
import type { TrialProfile } from "./ring-contract";

export async function bundleAgents(ctx: Ctx): Promise<BundleAgent[]> {
  const rows = await ctx.db.agent.findMany({ where: { orgId: ctx.orgId }, orderBy: { id: "asc" } });
  const edges = await signedEdges(ctx);
  return rows.map((row) =>
    BundleAgent.parse({
      id: row.id,
      name: row.name,
      status: row.status,
      riskTier: row.riskTier,
      environment: row.environment,
      provider: row.provider,
      framework: row.framework,
      team: row.team,
      autonomy: row.autonomy,
      dataClasses: [...row.dataClasses].sort(),
      ...(edges.has(row.id) ? { delegations: edges.get(row.id) } : {}),
    }),
  );
}

/** Delegations that were signed off, by the agent that acts through another. Their ends are judged where they are used. */
async function signedEdges(ctx: Ctx): Promise<Map<string, BundleDelegation[]>> {
  const rows = await ctx.db.delegation.findMany({
    where: { orgId: ctx.orgId, status: "signed" },
    orderBy: [{ fromId: "asc" }, { toId: "asc" }],
  });
  const edges = new Map<string, BundleDelegation[]>();
  for (const row of rows) {
    const edge = BundleDelegation.parse({
      to: row.toId,
      operationClasses: row.operationClasses,
      dataClasses: row.dataClasses,
      until: row.until.toISOString(),
    });
    edges.set(row.fromId, [...(edges.get(row.fromId) ?? []), edge]);
  }
  return edges;
}

/** Only tools that a person approved and classified; one that changed since is left out, so every point refuses it. */
export async function bundleTools(ctx: Ctx): Promise<BundleTool[]> {
  const rows = await ctx.db.tool.findMany({
    where: { orgId: ctx.orgId, state: "approved", operationClass: { not: null } },
    orderBy: [{ server: "asc" }, { name: "asc" }],
  });
  return rows.map((row) =>
    BundleTool.parse({
      id: `${row.server}/${row.name}`,
      server: row.server,
      name: row.name,
      operationClass: row.operationClass,
      reversibility: row.reversibility,
      pin: row.pin,
      inputSchema: schemaIn(row.pinnedDefinition ?? row.definition),
    }),
  );
}

/** Boundaries of sandboxes in force, with everything that goes without saying: a runner reads no default of its own into them. */
/** `trial`: the version that a roll-out brings, in place of the one in force. What is out of force stays so. */
export async function bundleProfiles({ db, orgId }: Ctx, trial: TrialProfile | null): Promise<BundleProfile[]> {
  const held = await db.sandboxProfile.findMany({ where: { orgId, retiredAt: null }, orderBy: { name: "asc" } });
  const rows = held.map((row) => (row.id === trial?.id ? { ...row, version: trial.version } : row));
  const versions = await db.sandboxProfileVersion.findMany({
    where: { orgId, OR: rows.map(({ id, version }) => ({ profileId: id, version })) },
    select: { profileId: true, text: true },
  });
  const texts = new Map(versions.map(({ profileId, text }) => [profileId, text]));
  return rows.flatMap(({ id, name, version }) => {
    const text = texts.get(id);
    if (text === undefined) return [];
    const profile: unknown = JSON.parse(JSON.stringify(Profile.parse(JSON.parse(text))));
    return BundleProfile.parse({ name, version, profile });
  });
}

function schemaIn(definition: string | null) {
  if (!definition) return null;
  const parsed: unknown = JSON.parse(definition);
  if (typeof parsed !== "object" || parsed === null || !("inputSchema" in parsed)) return null;
  return parsed.inputSchema;
}
