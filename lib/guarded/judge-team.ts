/** What more people in a team would weaken: checkpoint rules ask teams by name, or the team that an agent names. */
import type { Judged } from "@/lib/changes/guarded-command";
import { rulesAsking, rulesAskingAgentTeams } from "@/lib/changes/in-force";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { teamKey } from "@/lib/identity/rules";

type Team = { id: string | null; name: string; memberIds: readonly string[] };

export async function judgeTeam(tx: TxCtx, before: Team | null, after: Team): Promise<Judged> {
  const renamed = before !== null && teamKey(before.name) !== teamKey(after.name);
  // Under another name it is the team of other agents, so everybody in it is new to those.
  const known = renamed ? [] : (before?.memberIds ?? []);
  const ids = [...new Set(after.memberIds)].filter((id) => !known.includes(id));
  const [added, left] = [await namesOf(tx, ids), await namesOf(tx, before?.memberIds ?? [])];
  const rules = after.id === null ? [] : await rulesAsking(tx, after.id);
  const ofAgents = (await namedByAgents(tx, after.name)) ? await rulesAskingAgentTeams(tx) : [];
  return {
    kind: "team",
    subject: after.id ?? teamKey(after.name),
    title: `Team ${after.name}`,
    base: before && { name: before.name, members: [...before.memberIds].sort() },
    texts: [
      {
        title: after.name,
        before: left.join("\n"),
        after: (await namesOf(tx, after.memberIds)).join("\n"),
      },
    ],
    weakenings: weakeningsOf("team", { name: after.name, added, rules: [...new Set([...rules, ...ofAgents])] }),
  };
}

async function namesOf({ db, orgId }: TxCtx, ids: readonly string[]): Promise<string[]> {
  const people = await db.user.findMany({ where: { orgId, id: { in: [...ids] } }, select: { name: true } });
  return people.map(({ name }) => name).sort();
}

async function namedByAgents({ db, orgId }: TxCtx, name: string): Promise<boolean> {
  const teams = await db.$queryRaw<{ team: string }[]>(
    Prisma.sql`SELECT DISTINCT "team" FROM "Agent" WHERE "orgId" = ${orgId} AND "retiredAt" IS NULL AND "team" <> ''`,
  );
  return teams.some(({ team }) => teamKey(team) === teamKey(name));
}
