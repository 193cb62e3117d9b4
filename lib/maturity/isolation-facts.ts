/** Private to this folder: what the stage isolate is judged by. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { readIsolation } from "@/lib/isolation/read-isolation";
import type { AgentFacts } from "./requirements";

type Isolation = AgentFacts["isolation"];

/** Of an agent that was registered between two statements. */
const unseen: Pick<AgentFacts["isolation"], "demands" | "state" | "why"> = {
  demands: [],
  state: "never",
  why: "Its canaries were never run, so it is not known to be isolated.",
};

/** By agent; `since` is the beginning of the days whose calls count. */
export async function readIsolationFacts(
  ctx: Ctx,
  now: Date,
  since: Date,
  ids?: readonly string[],
): Promise<(agentId: string) => Isolation> {
  const [{ agents }, calls] = await Promise.all([readIsolation(ctx, now, ids), readSandboxed(ctx, since, ids)]);
  const known = new Map(agents.map((one) => [one.agentId, one]));
  return (agentId) => {
    const { demands, state, why } = known.get(agentId) ?? unseen;
    return { demands, state, why, calls: calls.get(agentId) ?? 0 };
  };
}

/** Calls by agent of the last seven days that came through points of sandboxes. */
async function readSandboxed({ db, orgId }: Ctx, since: Date, ids?: readonly string[]): Promise<Map<string, number>> {
  const ofAgent = ids === undefined ? Prisma.empty : Prisma.sql`AND e."agentId" = ANY(${ids})`;
  const rows = await db.$queryRaw<{ agentId: string; calls: number }[]>(Prisma.sql`
    SELECT e."agentId", sum(e."calls")::int AS "calls" FROM "ActivityDay" e
    JOIN "Pep" p ON p."orgId" = e."orgId" AND p."id" = e."pepId" AND p."kind" = 'sandbox'
    WHERE e."orgId" = ${orgId} AND e."from" >= ${since} AND e."effect" = 'allow' ${ofAgent}
    GROUP BY e."agentId"`);
  return new Map(rows.map(({ agentId, calls }) => [agentId, calls]));
}
