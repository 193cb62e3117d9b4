/** Private to this folder: requests as they are stored and shown. */
import { z } from "zod";
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { Prisma, type ChangeRequest as Row } from "@/lib/db/generated/client";
import type { Confirmer } from "@/lib/identity/two-persons";
import { notFound } from "@/lib/shared/errors";
import type { JsonObject } from "@/sdk/canonical";
import { JsonObject as JsonObjectShape } from "@/sdk/wire/words";
import { ChangedText, ChangeKind, type ChangeRequest, ChangeStatus, Weakening } from "./contract";

export const Statement = z.object({
  format: z.literal(1),
  org: z.string(),
  kind: ChangeKind,
  subject: z.string(),
  title: z.string(),
  /** Digest of what it would change, as it was. */
  base: z.string(),
  /** What carrying it out takes. */
  payload: JsonObjectShape,
  texts: z.array(ChangedText),
  weakenings: z.array(Weakening),
  reason: z.string(),
  askedBy: z.string(),
  askedAt: z.string(),
});
export type Statement = z.infer<typeof Statement>;

export const statementOf = (row: Row): Statement => Statement.parse(JSON.parse(row.statement));
export const payloadOf = (statement: Statement): JsonObject => statement.payload as JsonObject;

export const statusOf = (row: Pick<Row, "status" | "expiresAt">, now: Date): ChangeStatus =>
  row.status === "proposed" && row.expiresAt <= now ? "expired" : ChangeStatus.parse(row.status);

export function showChange(row: Row, people: readonly Confirmer[], now: Date): ChangeRequest {
  return {
    id: row.id,
    kind: ChangeKind.parse(row.kind),
    title: row.title,
    digest: row.digest,
    weakenings: statementOf(row).weakenings,
    reason: row.reason,
    askedById: row.askedById,
    askedByName: row.askedByName,
    askedAt: row.askedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    status: statusOf(row, now),
    closedAt: row.closedAt?.toISOString() ?? null,
    closedByName: row.closedByName,
    closedWhy: row.closedWhy,
    confirmers: people.flatMap(({ id, name }) => (id === row.askedById ? [] : [name])),
  };
}

export async function readChange(ctx: Ctx, id: string): Promise<Row> {
  const row = await ctx.db.changeRequest.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } } });
  if (!row) throw notFound("change");
  return row;
}

/**
 * One at a time in an organisation: what a change is judged by must not move while it is judged and carried out. Whatever takes
 * further locks takes this one first.
 */
export async function lockChanges(tx: TxCtx): Promise<void> {
  await tx.db.$executeRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${`changes ${tx.orgId}`}, 0))`);
}

export const changeTarget = ({ id, title }: Pick<Row, "id" | "title">) =>
  ({ kind: "change", id, name: title }) as const;
