import { type Db, database } from "@/lib/db/client";
import type { Actor } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { knownRoles, sessionInForce, TOUCH_EVERY_MS, teamKey } from "./rules";
import { hashSecret } from "./secrets";

type UserActor = Extract<Actor, { kind: "user" }>;
type Row = {
  id: string;
  orgId: string;
  userId: string;
  name: string;
  roles: string[];
  units: string[];
  status: string;
  lastSeenAt: Date;
  expiresAt: Date;
  now: Date;
};

/** Who holds this session, asked of the database at every request, so that an ended one is refused from the next on. */
export async function resolveSession(
  token: string,
  db: Db = database(),
): Promise<{ orgId: string; actor: UserActor } | null> {
  const rows = await db.$queryRaw<Row[]>(Prisma.sql`
    SELECT s."id", s."orgId", s."userId", u."name", u."roles", u."units", u."status", s."lastSeenAt", s."expiresAt",
           date_trunc('milliseconds', clock_timestamp()) AS "now"
    FROM "Session" s JOIN "User" u ON u."id" = s."userId" AND u."orgId" = s."orgId"
    WHERE s."tokenHash" = ${hashSecret(token)}`);
  const row = rows[0];
  if (row?.status !== "active" || !sessionInForce(row, row.now)) return null;
  if (row.now.getTime() - row.lastSeenAt.getTime() >= TOUCH_EVERY_MS) {
    await db.session.updateMany({
      where: { id: row.id, orgId: row.orgId, lastSeenAt: { lt: row.now } },
      data: { lastSeenAt: row.now },
    });
  }
  const actor: UserActor = {
    kind: "user",
    id: row.userId,
    name: row.name,
    roles: knownRoles(row.roles),
    sessionId: row.id,
    ...(row.units.length > 0 ? { unit: await teamsIn(db, row) } : {}),
  };
  return { orgId: row.orgId, actor };
}

/** Names of teams as agents write them, of which the person's units are keys: none, and nothing of any agent is theirs. */
async function teamsIn(db: Db, { orgId, units }: Row): Promise<string[]> {
  const [agents, teams] = await Promise.all([
    db.agent.groupBy({ by: ["team"], where: { orgId } }),
    db.team.findMany({ where: { orgId, key: { in: units } }, select: { name: true } }),
  ]);
  const named = [...agents.map(({ team }) => team), ...teams.map(({ name }) => name)];
  return [...new Set(named.filter((team) => units.includes(teamKey(team))))];
}
