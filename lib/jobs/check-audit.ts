/** Runs the verifications of audit logs that people asked for, one at a time. */
import { createReadStream, existsSync } from "node:fs";
import { checkTree, type KnownHead } from "@/lib/audit/check-tree";
import { recordAudit } from "@/lib/audit/record";
import type { Db } from "@/lib/db/client";
import { type Ctx, systemContext, transaction } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { notify } from "@/lib/db/notify";
import { errorFields, log } from "@/lib/log";
import { readLines } from "@/sdk/cli/read-lines";
import { headsFile } from "./seal-audit";

/** Ref of the notice that a verification has got on. */
const CHECK = "check";
const TELL_EVERY_MS = 500;

type Taken = { id: string; orgId: string };

/** Runs what waits until nothing does; also what a worker left when it died. */
export async function runChecks(db: Db): Promise<void> {
  for (let check = await take(db); check; check = await take(db)) await run(db, check);
}

async function take(db: Db): Promise<Taken | undefined> {
  const rows = await db.$queryRaw<Taken[]>(Prisma.sql`
    UPDATE "AuditCheck" SET "status" = 'running', "aliveAt" = clock_timestamp(), "done" = 0
     WHERE "id" = (SELECT "id" FROM "AuditCheck"
                    WHERE "status" = 'waiting' OR ("status" = 'running' AND "aliveAt" < clock_timestamp() - interval '1 minute')
                    ORDER BY "askedAt" LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING "id", "orgId"`);
  return rows[0];
}

async function run(db: Db, { id, orgId }: Taken): Promise<void> {
  const ctx = systemContext(orgId, "check-audit", db);
  try {
    const keys = await db.signingKey.findMany({ where: { orgId }, select: { publicKey: true } });
    const copies = await copiedHeads(orgId);
    const result = await checkTree(ctx, { keys, copies, onProgress: teller(ctx, id) });
    const { total, heads, fault } = result;
    await finish(ctx, id, {
      status: fault ? "failed" : "passed",
      heads,
      total: BigInt(total),
      badIndex: fault?.index == null ? null : BigInt(fault.index),
      fault: fault?.why ?? null,
    });
    if (fault) log.error("the audit log does not verify", { orgId, index: fault.index, why: fault.why });
  } catch (error) {
    log.error("a verification of the audit log broke off", { orgId, ...errorFields(error) });
    await finish(ctx, id, { status: "broken", fault: "The verification broke off. The worker's log says why." });
  }
}

function teller({ db, orgId }: Ctx, id: string) {
  let told = 0;
  return async (done: number, total: number): Promise<void> => {
    if (Date.now() - told < TELL_EVERY_MS && done < total) return;
    told = Date.now();
    await db.$executeRaw(Prisma.sql`
      UPDATE "AuditCheck" SET "done" = ${done}, "total" = ${total}, "aliveAt" = clock_timestamp() WHERE "id" = ${id}`);
    await notify(db, { orgId, topic: "audit", ref: CHECK });
  };
}

type Outcome = { status: string; fault: string | null; heads?: number; total?: bigint; badIndex?: bigint | null };

async function finish(ctx: Ctx, id: string, outcome: Outcome): Promise<void> {
  await transaction(ctx, async (tx) => {
    await tx.db.auditCheck.update({ where: { id }, data: { ...outcome, finishedAt: tx.now }, select: { id: true } });
    const { status, fault, heads = 0, badIndex = null } = outcome;
    await recordAudit(tx, {
      action: "audit.checked",
      target: { kind: "auditLog", id: tx.orgId, name: "Audit log" },
      detail: { check: id, status, heads, badIndex: badIndex === null ? null : Number(badIndex), fault },
    });
  });
}

/** Heads of the organisation in the file outside the database. A torn last line is what a crash leaves; it is passed over. */
export async function copiedHeads(orgId: string, file: string = headsFile()): Promise<KnownHead[]> {
  const heads: KnownHead[] = [];
  if (!existsSync(file)) return heads;
  for await (const lines of readLines(createReadStream(file))) {
    for (const { org, size, checkpoint } of lines.map(parsed)) {
      if (org === orgId && typeof size === "number" && typeof checkpoint === "string") heads.push({ size, checkpoint });
    }
  }
  return heads;
}

function parsed(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}
