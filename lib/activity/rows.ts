/** Private to this folder: calls as the contract shows them, joined with what came of them. */
import { storable } from "@/lib/audit/record";
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { inUnit } from "@/lib/db/unit";
import { type Cursor, decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { decidedCalls, otherCalls } from "./call-tables";
import { Call } from "./contract";
import type { Told } from "./told-calls";

type CallRow = Omit<Call, "at" | "receivedAt" | "checkpointStatus" | "imported"> & {
  at: Date;
  receivedAt: Date;
  importedAt: Date | null;
  file: string | null;
};
/** Which rows of each source: null where a source is not asked. */
export type Selection = Record<"decided" | Told, Prisma.Sql | null> & {
  limit: number;
  mostArguments: number;
  /** Where the rows are chosen by their ids. */
  byId?: boolean;
};

/** Newest first, whoever tells of them. */
export async function selectCalls(
  ctx: Ctx,
  { decided, telemetry, import: imported, ...bounds }: Selection,
): Promise<Call[]> {
  const ours = (where: Prisma.Sql) => Prisma.sql`${where} AND ${inUnit(ctx, Prisma.sql`e."agentId"`)}`;
  const tables = [
    decided && decidedCalls(ctx, { where: ours(decided), ...bounds }),
    telemetry && otherCalls(ctx, ["telemetry"], { where: ours(telemetry), ...bounds }),
    imported && otherCalls(ctx, ["import"], { where: ours(imported), ...bounds }),
  ].flatMap((table) => (table ? Prisma.sql`(${table})` : []));
  if (tables.length === 0) return [];
  const rows = await ctx.db.$queryRaw<CallRow[]>(Prisma.sql`
    SELECT * FROM (${Prisma.join(tables, " UNION ALL ")}) calls ORDER BY "receivedAt" DESC, "id" DESC LIMIT ${bounds.limit}`);
  const checkpoints = await checkpointsOf(ctx, rows);
  return rows.map(({ importedAt, file, ...row }) => {
    const found = row.source === "point" ? checkpoints.get(row.checkpointId ?? row.id) : undefined;
    const checkpoint = found?.pepId === row.pepId ? found : null;
    return Call.parse({
      ...row,
      imported: importedAt && { at: importedAt.toISOString(), file: file ?? "" },
      checkpointId: checkpoint?.id ?? row.checkpointId,
      checkpointStatus: checkpoint?.status ?? null,
      at: row.at.toISOString(),
      receivedAt: row.receivedAt.toISOString(),
    });
  });
}

/**
 * The checkpoints of these calls, by their own id and by the id of the call that they hold: a held call is reported before
 * people are asked, so it cannot name its checkpoint; the checkpoint names the call.
 */
async function checkpointsOf(ctx: Ctx, rows: readonly CallRow[]) {
  const named = rows.flatMap(({ checkpointId }) => checkpointId ?? []);
  const held = rows.filter(
    ({ source, effect, checkpointId }) => source === "point" && effect === "hold" && checkpointId === null,
  );
  const found = await ctx.db.checkpoint.findMany({
    where: {
      orgId: ctx.orgId,
      OR: [
        { id: { in: named } },
        { agentId: { in: held.map(({ agentId }) => agentId) }, callId: { in: held.map(({ id }) => id) } },
      ],
    },
    select: { id: true, status: true, callId: true, pepId: true },
  });
  return new Map(found.flatMap((one) => [one.id, one.callId].map((key) => [key, one] as const)));
}

/** A call's id is its point's word, so it is wrapped: whatever it contains, the cursor comes apart where it was joined. */
export const cursorAfter = ({ receivedAt, id }: { receivedAt: Date; id: string }): string =>
  encodeCursor({ at: receivedAt, id: Buffer.from(id).toString("base64url") });

export function cursorAt(text: string): Cursor {
  const { at, id } = decodeCursor(text);
  return { at, id: storable(Buffer.from(id, "base64url").toString("utf8")) };
}
