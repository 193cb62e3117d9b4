/** The worker's part: builds what people asked for, one after the other, and says how far it is. */
import { recordAudit } from "@/lib/audit/record";
import type { Db } from "@/lib/db/client";
import { type Ctx, systemContext, transaction } from "@/lib/db/ctx";
import { type AuditPack, Prisma } from "@/lib/db/generated/client";
import { notify } from "@/lib/db/notify";
import { signingKey, trustKeys } from "@/lib/identity/signing-key";
import { errorFields, log } from "@/lib/log";
import { Refusal } from "@/lib/shared/errors";
import type { Json } from "@/sdk/canonical";
import { daysOf } from "./pack/period";
import { sealOf, storeOf } from "./pack/pieces";
import { PackSnapshot } from "./pack/snapshot-contract";
import { takeSnapshot } from "./pack/take-snapshot";
import { type PackSigner, writePack } from "./pack/write-pack";
import { PackTooLarge, ZipWriter } from "./pack/zip-writer";

const TELL_EVERY_MS = 500;
const NO_SPACE = /53100|No space left/i;
/** The database went away: the pack is not at fault, and whoever finds it without a sign of life goes on with it. */
const AWAY = /57P0\d|\b08\d{3}\b|P1001|P1008|P1017|ECONNREFUSED|ECONNRESET|Connection terminated/;

/** The pack was cancelled, or another worker took it over. */
class NotWanted extends Error {
  override name = "NotWanted";
}

type Seal = (ctx: Ctx) => Promise<unknown>;

/** Builds what waits until nothing does; also what a worker left when it died. `seal` seals the audit log first. */
export async function runPacks(db: Db, seal: Seal): Promise<void> {
  for (let row = await takePack(db); row; row = await takePack(db))
    await runPack(systemContext(row.orgId, "audit-pack", db), row, seal);
}

/** Waits, or was left by a worker that died. */
const waits = Prisma.sql`("status" = 'waiting' OR ("status" = 'running' AND "aliveAt" < clock_timestamp() - interval '1 minute'))`;

export async function packsWait(db: Db): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>(Prisma.sql`SELECT 1 FROM "AuditPack" WHERE ${waits} LIMIT 1`);
  return rows.length > 0;
}

/** With a new number of the try, so that a worker which comes back finds that the pack is not its own any more. */
export async function takePack(db: Db): Promise<AuditPack | null> {
  const rows = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    UPDATE "AuditPack" SET "status" = 'running', "aliveAt" = clock_timestamp(), "done" = 0, "attempt" = "attempt" + 1
     WHERE "id" = (SELECT "id" FROM "AuditPack"
                    WHERE ${waits}
                    ORDER BY "askedAt" LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING "id"`);
  const [taken] = rows;
  return taken ? db.auditPack.findUnique({ where: { id: taken.id } }) : null;
}

export async function runPack(ctx: Ctx, row: AuditPack, seal: Seal): Promise<void> {
  try {
    await build(ctx, row, seal);
  } catch (error) {
    if (AWAY.test(String(error))) throw error;
    if (!(error instanceof NotWanted)) {
      log.error("an audit pack broke off", { orgId: ctx.orgId, pack: row.id, ...errorFields(error) });
      await finish(ctx, row, { status: "failed", fault: faultOf(error) });
    }
    await ctx.db.auditPackPiece.deleteMany({ where: { packId: row.id, attempt: row.attempt } });
  }
}

function faultOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (error instanceof PackTooLarge) return `It would hold ${error.message}: choose a shorter period, or fewer agents.`;
  if (NO_SPACE.test(String(error)))
    return "The database has no space left. Nothing was kept of the pack; make room and ask again.";
  return "It broke off. Nothing was kept of it; the worker's log says why.";
}

async function build(ctx: Ctx, row: AuditPack, seal: Seal): Promise<void> {
  const { db } = ctx;
  await db.auditPackPiece.deleteMany({ where: { packId: row.id, attempt: { lt: row.attempt } } });
  const snapshot = await snapshotOf(ctx, row, seal);
  const { numbers } = snapshot;
  const total = numbers.calls + numbers.receipts + numbers.entries;
  const signer = await signerOf(ctx);
  const zip = new ZipWriter(storeOf(db, row.id, row.attempt));
  const tell = teller(ctx, row, total);
  await writePack({
    ctx,
    zip,
    pack: { id: row.id, ...daysOf(row) },
    snapshot,
    scope: { from: row.from, cut: new Date(snapshot.cut), agentIds: row.agentIds },
    signer,
    tell,
  });
  await zip.finish();
  const sealed = await sealOf(db, row.id, row.attempt);
  await finish(ctx, row, {
    status: "done",
    fault: null,
    keyId: signer.keyId,
    treeSize: snapshot.head.size,
    done: total,
    total,
    ...sealed,
  });
}

/** The one that the first try stored; only without one is the system looked at. */
async function snapshotOf(ctx: Ctx, row: AuditPack, seal: Seal): Promise<PackSnapshot> {
  if (row.snapshot !== null) return PackSnapshot.parse(row.snapshot);
  await seal(ctx).catch((error: unknown) =>
    log.error("a pack holds what was sealed before; what waits could not be sealed", errorFields(error)),
  );
  const snapshot = PackSnapshot.parse(await takeSnapshot(ctx, row));
  const { count } = await ctx.db.auditPack.updateMany({
    where: { id: row.id, orgId: ctx.orgId, status: "running", attempt: row.attempt },
    data: { snapshot: snapshot as Prisma.InputJsonObject },
  });
  if (count === 0) throw new NotWanted();
  return snapshot;
}

async function signerOf(ctx: Ctx): Promise<PackSigner> {
  const { keyId, sign } = await signingKey(ctx);
  const found = (await trustKeys(ctx)).find((key) => key.keyId === keyId);
  if (!found) throw new Error(`signing key ${keyId} has no public half`);
  return { keyId, publicKey: found.publicKey, sign };
}

/** Says how far it is, now and then, and learns whether it is still wanted. */
function teller({ db, orgId }: Ctx, { id, attempt }: AuditPack, total: number) {
  let [told, done, said] = [0, 0, ""];
  return async (stage: string, more: number): Promise<void> => {
    done += more;
    if (stage === said && Date.now() - told < TELL_EVERY_MS) return;
    [told, said] = [Date.now(), stage];
    const wanted = await db.$executeRaw(Prisma.sql`
      UPDATE "AuditPack" SET "stage" = ${stage}, "done" = least(${done}::int, ${total}::int), "total" = ${total}, "aliveAt" = clock_timestamp()
       WHERE "id" = ${id} AND "status" = 'running' AND "attempt" = ${attempt}`);
    await notify(db, { orgId, topic: "audit", ref: "pack" });
    if (wanted === 0) throw new NotWanted();
  };
}

type Ending =
  | { status: "failed"; fault: string }
  | {
      status: "done";
      fault: null;
      keyId: string;
      treeSize: number;
      bytes: number;
      sha256: string;
      done: number;
      total: number;
    };

async function finish(ctx: Ctx, { id, attempt, frameworkTitle }: AuditPack, ending: Ending): Promise<void> {
  const wanted = await transaction(ctx, async (tx) => {
    const { count } = await tx.db.auditPack.updateMany({
      where: { id, orgId: tx.orgId, status: "running", attempt },
      data: { ...ending, finishedAt: tx.now },
    });
    if (count === 0) return false;
    const { status, fault } = ending;
    const detail: { [name: string]: Json } =
      status === "done"
        ? { sha256: ending.sha256, bytes: ending.bytes, treeSize: ending.treeSize, keyId: ending.keyId }
        : {};
    await recordAudit(tx, {
      action: "pack.finished",
      target: { kind: "pack", id, name: frameworkTitle },
      detail: { status, fault, ...detail },
    });
    return true;
  });
  if (!wanted) throw new NotWanted();
}
