/** Seals the audit log soon after entries are written, and copies tree heads out of the database. */
import { appendFile } from "node:fs/promises";
import path from "node:path";
import { newestTreeHead, SEALED, type Sealed, sealEntries, type TreeSigner } from "@/lib/audit/seal-entries";
import type { Db } from "@/lib/db/client";
import { type Ctx, systemContext } from "@/lib/db/ctx";
import type { Notice } from "@/lib/db/notify";
import { env } from "@/lib/env";
import { signingKey, trustKeys } from "@/lib/identity/signing-key";
import { errorFields, log } from "@/lib/log";

async function treeSigner(ctx: Ctx): Promise<TreeSigner> {
  const { keyId, sign } = await signingKey(ctx);
  const found = (await trustKeys(ctx)).find((key) => key.keyId === keyId);
  if (!found) throw new Error(`signing key ${keyId} has no public half`);
  return { keyId, publicKey: found.publicKey, sign };
}

/** Seals whatever of the organisation's has committed. */
export async function sealNow(ctx: Ctx): Promise<Sealed> {
  let last = await sealEntries(ctx, treeSigner);
  while (last.more) last = await sealEntries(ctx, treeSigner);
  return last;
}

/** Where heads are kept outside the database, one JSON line each: `gatehouse verify --head` reads it. */
export const headsFile = (): string => path.join(env.dataDir, "tree-heads.ndjson");

/** One copy a minute and organisation bounds both what a rewrite can hide and how fast the file grows. */
const COPY_EVERY_MS = 60_000;
/** Entries come in bursts: what one act writes shares a head. */
const SETTLE_MS = 150;

export class AuditSealer {
  readonly #db: Db;
  readonly #sealing = new Map<string, NodeJS.Timeout>();
  readonly #copying = new Map<string, NodeJS.Timeout>();
  readonly #copied = new Map<string, number>();

  constructor(db: Db) {
    this.#db = db;
  }

  onNotice({ orgId, topic, ref }: Notice): void {
    if (topic !== "audit") return;
    if (ref === SEALED) this.#soon(this.#copying, orgId, this.#untilCopy(orgId), () => this.#copyOut(orgId));
    // Only audit actions have a point in their name; other refs tell of what the worker did itself.
    if (!ref.includes(".")) return;
    this.#soon(this.#sealing, orgId, SETTLE_MS, async () => void (await sealNow(contextOf(this.#db, orgId))));
  }

  /** What notices did not bring: entries from before the start, and those whose notice was lost. */
  async sealAll(): Promise<void> {
    await sealWaiting(this.#db);
  }

  stop(): void {
    for (const timers of [this.#sealing, this.#copying]) for (const timer of timers.values()) clearTimeout(timer);
  }

  #untilCopy(orgId: string): number {
    return Math.max(0, (this.#copied.get(orgId) ?? 0) + COPY_EVERY_MS - Date.now());
  }

  /** Once for all that asks within the time. */
  #soon(timers: Map<string, NodeJS.Timeout>, orgId: string, ms: number, act: () => Promise<void>): void {
    if (timers.has(orgId)) return;
    const run = async () => {
      timers.delete(orgId);
      await act().catch((error: unknown) =>
        log.error("audit entries are not sealed, or their head not copied; it is tried again", {
          orgId,
          ...errorFields(error),
        }),
      );
    };
    timers.set(
      orgId,
      setTimeout(() => void run(), ms),
    );
  }

  async #copyOut(orgId: string): Promise<void> {
    this.#copied.set(orgId, Date.now());
    const head = await newestTreeHead(contextOf(this.#db, orgId));
    if (!head) return;
    const { size, at, checkpoint } = head;
    await appendFile(headsFile(), `${JSON.stringify({ org: orgId, size, at: at.toISOString(), checkpoint })}\n`);
  }
}

const contextOf = (db: Db, orgId: string): Ctx => systemContext(orgId, "seal-audit", db);

/** Seals what waits, of every organisation. One that cannot be sealed does not hold back the others. */
export async function sealWaiting(db: Db): Promise<void> {
  const waiting = await db.auditPending.findMany({ distinct: ["orgId"], select: { orgId: true } });
  for (const { orgId } of waiting) {
    try {
      await sealNow(contextOf(db, orgId));
    } catch (error) {
      log.error("audit entries could not be sealed; they wait", { orgId, ...errorFields(error) });
    }
  }
}
