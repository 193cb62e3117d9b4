/**
 * GET /checkpoints/oversight/export: the figures of the page as JSON or CSV, with their window and time, as evidence of human
 * oversight. That it was exported is itself an entry of the audit log.
 */
import { z } from "zod";
import { recordAudit } from "@/lib/audit/record";
import { authorise, parseInput } from "@/lib/audit/verb";
import { transaction } from "@/lib/db/ctx";
import { getOversightOp } from "@/lib/oversight/contract";
import { csvOf } from "@/lib/oversight/export-rows";
import { getOversight } from "@/lib/oversight/get-oversight";
import { newId } from "@/lib/shared/ids";
import { authenticateManagement } from "./authenticate";
import { problemResponse } from "./problem";

const Asked = getOversightOp.input.extend({ format: z.enum(["json", "csv"]).default("json") });
const types = { json: "application/json; charset=utf-8", csv: "text/csv; charset=utf-8; header=absent" } as const;

export async function exportOversight(request: Request): Promise<Response> {
  const requestId = newId("request");
  try {
    const ctx = await authenticateManagement(request, getOversightOp, requestId);
    await authorise(ctx, getOversightOp);
    const { format, ...input } = parseInput(
      { ...getOversightOp, input: Asked },
      Object.fromEntries(new URL(request.url).searchParams),
    );
    const oversight = await getOversight(ctx, input);
    const { name } = await ctx.db.organisation.findUniqueOrThrow({ where: { id: ctx.orgId }, select: { name: true } });
    await transaction(ctx, (tx) =>
      recordAudit(tx, {
        action: "oversight.exported",
        target: { kind: "organisation", id: tx.orgId, name: "oversight of decisions" },
        detail: { format, days: oversight.days, asOf: oversight.asOf },
      }),
    );
    const body =
      format === "csv" ? csvOf(oversight, name) : `${JSON.stringify({ organisation: name, ...oversight }, null, 2)}\n`;
    return new Response(body, {
      headers: {
        "content-type": types[format],
        "content-disposition": `attachment; filename="gatehouse-oversight-${oversight.asOf.slice(0, 10)}.${format}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-request-id": requestId,
      },
    });
  } catch (error) {
    return problemResponse(error, requestId);
  }
}
