/** Many open requests at once, as flooded agents of many owners would leave them. */
import { openCheckpoint } from "@/lib/checkpoints/open-checkpoint";
import { database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { TestFleet } from "@/lib/enforcement/testing";

const AGENTS = 250;
const PEOPLE = 40;

/** Requests of 250 agents with 40 owners, under six rules; one in ten has an approval already; four tiers. */
export async function openRequests(fleet: TestFleet, count: number): Promise<void> {
  const db = database();
  const { checkpointId } = await openCheckpoint(fleet.point, fleet.held());
  const stages = (from: object[], need = 1) => ({ title: "a stage", need, from });
  const rules = [
    [stages([{ kind: "role", role: "admin" }])],
    [stages([{ kind: "owner" }])],
    [stages([{ kind: "ownerOrBackup" }]), stages([{ kind: "role", role: "security" }])],
    [stages([{ kind: "role", role: "approver" }], 2)],
    [stages([{ kind: "people", ids: [fleet.users.owner.id, fleet.users.approver.id] }])],
    [stages([{ kind: "backup" }, { kind: "role", role: "admin" }])],
  ];
  await db.$executeRaw(Prisma.sql`
    INSERT INTO "User" ("id", "orgId", "email", "name", "roles")
    SELECT 'usr_' || lpad(n::text, 26, '0'), ${fleet.orgId}, 'bench' || n || '@example.test', 'Person ' || n,
      ARRAY[(ARRAY['owner', 'approver', 'security', 'executive'])[1 + n % 4]]
    FROM generate_series(1, ${PEOPLE}::int) n`);
  await db.$executeRaw(Prisma.sql`
    INSERT INTO "Agent" ("id", "orgId", "name", "purpose", "provider", "framework", "environment", "team", "dataClasses",
      "autonomy", "riskTier", "ownerId", "backupOwnerId")
    SELECT 'agt_' || lpad(n::text, 26, '0'), ${fleet.orgId}, 'Agent ' || n, 'Works', 'openai', 'langgraph', 'production',
      'team-' || n % 10, '{internal}', 'supervised', 'high', 'usr_' || lpad((1 + n % ${PEOPLE}::int)::text, 26, '0'),
      'usr_' || lpad((1 + (n * 7) % ${PEOPLE}::int)::text, 26, '0')
    FROM generate_series(1, ${AGENTS}::int) n`);
  await db.$executeRaw(Prisma.sql`
    INSERT INTO "Checkpoint" ("id", "orgId", "agentId", "agentName", "pepId", "tool", "operationClass", "reversibility",
      "riskTier", "action", "digest", "callId", "revision", "policies", "rules", "stages", "groupKey", "createdAt", "expiresAt")
    SELECT 'chk_' || lpad(n::text, 26, '0'), c."orgId", 'agt_' || lpad((1 + n % ${AGENTS}::int)::text, 26, '0'),
      'Agent ' || (1 + n % ${AGENTS}::int), c."pepId", c."tool", c."operationClass", c."reversibility",
      (ARRAY['low', 'medium', 'high', 'critical'])[1 + n % 4], c."action", 'sha256:' || lpad(n::text, 64, '0'),
      'call-' || n, c."revision", c."policies", c."rules", ${JSON.stringify(rules)}::jsonb -> (n % 6),
      'group-' || n % ${AGENTS}::int || '-' || n % 3, now() - n * interval '10 ms', now() + interval '1 hour' + n * interval '20 ms'
    FROM "Checkpoint" c, generate_series(1, ${count - 1}::int) n WHERE c."id" = ${checkpointId}`);
  await voted(fleet, count);
  for (const table of ["User", "Agent", "Checkpoint", "CheckpointDecision"])
    await db.$executeRawUnsafe(`VACUUM ANALYZE "${table}"`);
}

async function voted({ orgId }: TestFleet, count: number): Promise<void> {
  const rows = Array.from({ length: Math.floor(count / 10) }, (_, at) => at + 1);
  await database().checkpointDecision.createMany({
    data: rows.map((number) => ({
      checkpointId: `chk_${String(number).padStart(26, "0")}`,
      orgId,
      userId: `usr_${String(1 + (number % PEOPLE)).padStart(26, "0")}`,
      userName: "x",
      personId: `usr_${String(1 + (number % PEOPLE)).padStart(26, "0")}`,
      verdict: "approve",
      digest: `sha256:${String(number).padStart(64, "0")}`,
    })),
  });
}
