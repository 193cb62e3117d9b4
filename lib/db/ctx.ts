/** Who asks, for which organisation, and through which connection. Every verb's first argument. */
import { newId } from "@/lib/shared/ids";
import type { Role } from "@/lib/shared/permissions";
import { type Db, database } from "./client";
import { Prisma, type PrismaClient } from "./generated/client";

export type Actor =
  | {
      kind: "user";
      id: string;
      name: string;
      roles: readonly Role[];
      sessionId: string | null;
      /** Teams, as their agents name them, that the roles are limited to. Left out: the whole organisation. */
      unit?: readonly string[];
    }
  | { kind: "apiKey"; id: string; name: string; roles: readonly Role[] }
  | { kind: "pep"; id: string; name: string; agents: readonly string[] }
  | { kind: "scim"; id: string; name: string }
  | { kind: "system"; id: string; name: string }
  | { kind: "anonymous"; id: ""; name: "nobody" };

export type Ctx = {
  /** Empty for an anonymous caller, so that whatever is filtered by it finds nothing. */
  orgId: string;
  actor: Actor;
  requestId: string;
  db: Db;
  /** Set by the transaction that a command runs in: the database's clock at its start. */
  now: Date | null;
};

/** A context inside a transaction: what a command's body gets. */
export type TxCtx = Ctx & { db: Prisma.TransactionClient; now: Date };

export const nobody: Actor = { kind: "anonymous", id: "", name: "nobody" };

export function contextFor(
  actor: Actor,
  orgId: string,
  requestId: string = newId("request"),
  db: Db = database(),
): Ctx {
  return { orgId, actor, requestId, db, now: null };
}

/** For the application's own work: jobs, the gateway's upkeep, the command line. */
export const systemContext = (orgId: string, job: string, db: Db = database()): Ctx =>
  contextFor({ kind: "system", id: job, name: `Gatehouse (${job})` }, orgId, newId("request"), db);

/** The roles of an actor, as the permission table knows them. */
export function rolesOf(actor: Actor) {
  switch (actor.kind) {
    case "user":
    case "apiKey":
      return actor.roles;
    case "pep":
      return ["pep"] as const;
    case "scim":
      return ["scim"] as const;
    case "system":
      return ["system"] as const;
    case "anonymous":
      return ["anonymous"] as const;
  }
}

const inTransaction = (ctx: Ctx): ctx is TxCtx => ctx.now !== null;

/** What holds locks for longer is cut off, so that nobody waits without end. */
const MOST_MS = 15_000;

/** Joins the transaction that is open, or opens one. Time inside is the database's. */
export async function transaction<T>(ctx: Ctx, work: (tx: TxCtx) => Promise<T>, mostMs = MOST_MS): Promise<T> {
  if (inTransaction(ctx)) return work(ctx);
  return (ctx.db as PrismaClient).$transaction(async (db) => work({ ...ctx, db, now: await databaseNow(db) }), {
    timeout: mostMs,
    maxWait: 10_000,
  });
}

/** The database's wall clock, which alone judges expiry. */
export async function databaseNow(db: Db): Promise<Date> {
  const rows = await db.$queryRaw<{ now: Date }[]>(
    Prisma.sql`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`,
  );
  const now = rows[0]?.now;
  if (!now) throw new Error("the database gave no time");
  return now;
}
