/** Private to this folder: calls as the contract shows them, joined with what came of them. */
import { storable } from "@/lib/audit/record";
import type { Ctx } from "@/lib/db/ctx";
import { type ActivityEvent, Prisma } from "@/lib/db/generated/client";
import { type Cursor, decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { Call } from "./contract";

type CallRow = Omit<ActivityEvent, "orgId" | "bodyDigest"> & {
  argumentsCut: boolean;
  pepName: string | null;
  outcome: string | null;
  durationMs: number | null;
  error: string | null;
};
export type Selection = { where: Prisma.Sql; limit: number; mostArguments: number };

/** Newest first. Only the point that reported a call can say how it ended. */
export async function selectCalls(ctx: Ctx, { where, limit, mostArguments }: Selection): Promise<Call[]> {
  const rows = await ctx.db.$queryRaw<CallRow[]>(Prisma.sql`
    SELECT e."id", e."at", e."receivedAt", e."pepId", coalesce(p."name", k."name") AS "pepName", e."agentId", e."agentName", e."tool",
      e."operationClass", e."effect", e."code", e."enforced", e."reason", e."policies", e."observed", e."revision", e."decisionNs",
      e."argumentsDigest", left(e."argumentsText", ${mostArguments}) AS "argumentsText",
      length(e."argumentsText") > ${mostArguments} AS "argumentsCut", e."onBehalfOf", e."chain", e."checkpointId",
      e."traceId", o."outcome", o."durationMs", o."error"
    FROM "ActivityEvent" e
    LEFT JOIN "ActivityOutcome" o ON o."orgId" = e."orgId" AND o."callId" = e."id" AND o."pepId" = e."pepId"
    LEFT JOIN "Pep" p ON p."id" = e."pepId" AND p."orgId" = e."orgId"
    LEFT JOIN "ApiKey" k ON k."id" = e."pepId" AND k."orgId" = e."orgId"
    WHERE e."orgId" = ${ctx.orgId} AND ${where}
    ORDER BY e."receivedAt" DESC, e."id" DESC LIMIT ${limit}`);
  const checkpoints = await checkpointsOf(ctx, rows);
  return rows.map((row) => {
    const found = checkpoints.get(row.checkpointId ?? row.id);
    const checkpoint = found?.pepId === row.pepId ? found : null;
    return Call.parse({
      ...row,
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
  const held = rows.filter(({ effect, checkpointId }) => effect === "hold" && checkpointId === null);
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
export const cursorAfter = ({ receivedAt, id }: Call): string =>
  encodeCursor({ at: new Date(receivedAt), id: Buffer.from(id).toString("base64url") });

export function cursorAt(text: string): Cursor {
  const { at, id } = decodeCursor(text);
  return { at, id: storable(Buffer.from(id, "base64url").toString("utf8")) };
}
