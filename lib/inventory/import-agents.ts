import { command } from "@/lib/audit/command";
import type { AuditEvent } from "@/lib/audit/record";
import { lockChanges } from "@/lib/changes/change-rows";
import { aloneEvent } from "@/lib/changes/guard-change";
import { anyInForce } from "@/lib/changes/in-force";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { editorOf } from "./agent-owners";
import { importAgentsOp } from "./import-contract";
import { type Facts, type Planned, weakenedBy } from "./plan-import";
import { countsOf, readImport } from "./read-import";
import { changesBetween, factsOf } from "./rules";

type Creation = { id: string; facts: Facts };
type Update = { agent: NonNullable<NonNullable<Planned["write"]>["agent"]>; facts: Facts };

/** All of the previewed table or nothing, in one transaction; each agent has its own entry in the audit log. */
export const importAgents = command(importAgentsOp, async (ctx, { digest, leaveOutErrors, ...asked }) => {
  await lockChanges(ctx);
  const read = await readImport(ctx, asked);
  if (read.digest !== digest) {
    const message = "Agents or people have changed since this was previewed. Preview the table again, then import it.";
    throw new Refusal("digest_mismatch", message);
  }
  const counts = countsOf(read.rows);
  if (counts.error > 0 && !leaveOutErrors) {
    const message = `${counts.error} of the rows cannot be taken. Correct them, or say that they are to be left out.`;
    throw new Refusal("conflict", message);
  }
  const alone = (await anyInForce(ctx)) ? read.rows.flatMap((row) => aloneOf(ctx, row)) : [];
  const writes = read.rows.flatMap(({ write }) => write ?? []);
  const creations = writes.flatMap(({ agent, facts }) =>
    agent === null ? [{ id: newId("agent", ctx.now.getTime()), facts }] : [],
  );
  const updates = writes.flatMap(({ agent, facts }) => (agent === null ? [] : [{ agent, facts }]));
  await create(ctx, creations);
  await update(ctx, updates);
  const { create: created, update: updated, same, error: leftOut } = counts;
  const result = { created, updated, same, leftOut };
  const [first, ...rest] = [...creations.map(registered), ...updates.map(edited), ...alone];
  if (!first) return { result, event: "repetition" };
  const whole = {
    action: "agents.imported",
    target: { kind: "organisation", id: ctx.orgId, name: "a table of agents" },
    detail: { ...result, digest },
  } satisfies AuditEvent;
  return { result, event: [whole, first, ...rest] };
});

/** Where nobody else could have confirmed it: see docs/decisions/0011-two-people-weaken.md. */
function aloneOf(ctx: TxCtx, { write }: Planned): AuditEvent[] {
  if (!write?.agent) return [];
  const { agent, facts } = write;
  const weakenings = weakenedBy(agent, facts, editorOf(ctx));
  const proposal = { kind: "agent", subject: agent.id, title: `Facts about ${agent.name}`, weakenings } as const;
  return weakenings.length === 0 ? [] : [aloneEvent(proposal, "")];
}

/** Facts as Postgres reads them from JSON, for all agents of a table in one statement. */
const factColumns = Prisma.sql`"name" text, "purpose" text, "provider" text, "framework" text, "environment" text,
  "team" text, "dataClasses" text[], "tags" text[], "autonomy" text, "riskTier" text, "ownerId" text, "backupOwnerId" text`;

async function create(ctx: TxCtx, creations: readonly Creation[]): Promise<void> {
  if (creations.length === 0) return;
  const rows = creations.map(({ id, facts }) => ({ id, ...facts }));
  const created = await ctx.db.$executeRaw(Prisma.sql`
    INSERT INTO "Agent" ("id", "orgId", "name", "purpose", "provider", "framework", "environment", "team", "dataClasses",
      "tags", "autonomy", "riskTier", "ownerId", "backupOwnerId", "knownBy", "createdAt", "updatedAt")
    SELECT row."id", ${ctx.orgId}, row."name", row."purpose", row."provider", row."framework", row."environment",
      row."team", row."dataClasses", row."tags", row."autonomy", row."riskTier", row."ownerId", row."backupOwnerId",
      'import', ${ctx.now},
      ${ctx.now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row("id" text, ${factColumns})
    ON CONFLICT ("orgId", "name") DO NOTHING`);
  if (created !== creations.length) {
    throw new Refusal("conflict", "Somebody else has just registered an agent of this table. Preview it again.");
  }
}

async function update(ctx: TxCtx, updates: readonly Update[]): Promise<void> {
  if (updates.length === 0) return;
  const rows = updates.map(({ agent, facts }) => ({ id: agent.id, seen: agent.version, ...facts }));
  const changed = await ctx.db.$executeRaw(Prisma.sql`
    UPDATE "Agent" AS agent SET "purpose" = row."purpose", "provider" = row."provider", "framework" = row."framework",
      "environment" = row."environment", "team" = row."team", "dataClasses" = row."dataClasses", "tags" = row."tags",
      "autonomy" = row."autonomy", "riskTier" = row."riskTier", "ownerId" = row."ownerId",
      "backupOwnerId" = row."backupOwnerId", "version" = agent."version" + 1, "updatedAt" = ${ctx.now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row("id" text, "seen" int, ${factColumns})
    WHERE agent."id" = row."id" AND agent."orgId" = ${ctx.orgId} AND agent."version" = row."seen"
      AND agent."status" <> 'retired'`);
  if (changed !== updates.length) {
    throw new Refusal("conflict", "Somebody else has just changed an agent of this table. Preview it again.");
  }
}

const registered = ({ id, facts }: Creation): AuditEvent => ({
  action: "agent.registered",
  target: { kind: "agent", id, name: facts.name },
  detail: facts,
});

const edited = ({ agent, facts }: Update): AuditEvent => ({
  action: "agent.edited",
  target: { kind: "agent", id: agent.id, name: agent.name },
  detail: { changes: changesBetween(factsOf(agent), facts), version: agent.version + 1 },
});
