/** Private to this folder: runs as they are stored and shown. */
import { type Ctx, contextFor, type TxCtx } from "@/lib/db/ctx";
import { Prisma, type RedteamOutcome, type RedteamRun as Row } from "@/lib/db/generated/client";
import { notFound, Refusal } from "@/lib/shared/errors";
import { ExerciseVerdict } from "@/sdk/wire/redteam";
import { type RedteamRun, RunStatus } from "./contract";

/** A runner speaks at each attack; one that was silent for so long is gone. */
export const SILENT_MS = 10 * 60_000;

export type RunRow = Row & { outcome: RedteamOutcome | null };
export const withOutcome = { outcome: true } as const;

export function runOf({ outcome, ...row }: RunRow): RedteamRun {
  return {
    id: row.id,
    status: RunStatus.parse(row.status),
    cause: row.cause === "schedule" ? "schedule" : "hand",
    place: row.place === "worker" ? "worker" : "command line",
    askedByName: row.askedByName,
    askedAt: row.askedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    endedWhy: row.endedWhy,
    done: row.done,
    total: row.total,
    current: row.current,
    outcome: outcome && {
      result: ExerciseVerdict.parse(outcome.result),
      reason: outcome.reason,
      contained: outcome.contained,
      passed: outcome.passed,
      voided: outcome.voided,
    },
  };
}

export async function readRun({ db, orgId }: Ctx, id: string): Promise<RunRow> {
  const row = await db.redteamRun.findUnique({ where: { id_orgId: { id, orgId } }, include: withOutcome });
  if (!row) throw notFound("exercise");
  return row;
}

/** A run that is under way, and its range. */
export async function runningRun(ctx: Ctx, id: string): Promise<RunRow & { rangeId: string; publicKey: string }> {
  const { rangeId, publicKey, ...row } = await readRun(ctx, id);
  if (row.status !== "running" || rangeId === null || publicKey === null)
    throw new Refusal("conflict", `This exercise is ${row.status}, so nothing can be done in it.`);
  return { ...row, rangeId, publicKey };
}

/** One at a time in an organisation is begun, and ended. */
export async function lockRuns(tx: TxCtx): Promise<void> {
  await tx.db.$queryRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${`redteam ${tx.orgId}`}, 0))::text`);
}

export const targetOf = ({ id, askedAt }: Pick<Row, "id" | "askedAt">) =>
  ({ kind: "exercise", id, name: `exercise of ${askedAt.toISOString()}` }) as const;

/** A person of the range. They have no password, so nobody signs in as one of them. */
export async function rangePerson(ctx: Ctx, rangeId: string, role: "security" | "owner"): Promise<Ctx> {
  const user = await ctx.db.user.findFirst({ where: { orgId: rangeId, roles: { has: role } } });
  if (!user) throw notFound("range");
  const roles = role === "security" ? (["admin", "security"] as const) : (["owner"] as const);
  const actor = { kind: "user", id: user.id, name: user.name, roles, sessionId: null } as const;
  return contextFor(actor, rangeId, ctx.requestId);
}
