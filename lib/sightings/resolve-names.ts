import type { Ctx } from "@/lib/db/ctx";

/** Names of telemetry that a person said which agent they are, with that agent's id. */
export async function resolveNames({ db, orgId }: Ctx, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const rows = await db.sighting.findMany({
    where: { orgId, source: "telemetry", origin: "", key: { in: [...names] }, state: { in: ["confirmed", "merged"] } },
    select: { key: true, agentId: true },
  });
  return new Map(rows.flatMap(({ key, agentId }) => (agentId === null ? [] : [[key, agentId] as const])));
}
