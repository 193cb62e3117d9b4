/**
 * GET /checkpoints/oversight/export: the figures of the page as JSON or CSV, with their window and time, as evidence of human
 * oversight. That it was exported is itself an entry of the audit log.
 */
import { z } from "zod";
import { getOversightOp } from "@/lib/oversight/contract";
import { csvOf } from "@/lib/oversight/export-rows";
import { getOversight } from "@/lib/oversight/get-oversight";
import { recordedExport } from "./recorded-export";

const asked = getOversightOp.input.extend({ format: z.enum(["json", "csv"]).default("json") });
const types = { json: "application/json; charset=utf-8", csv: "text/csv; charset=utf-8; header=absent" } as const;

export const exportOversight = (request: Request): Promise<Response> =>
  recordedExport({ request, op: getOversightOp, asked }, async (ctx, { format, ...input }) => {
    const oversight = await getOversight(ctx, input);
    const { name } = await ctx.db.organisation.findUniqueOrThrow({ where: { id: ctx.orgId }, select: { name: true } });
    return {
      name: `gatehouse-oversight-${oversight.asOf.slice(0, 10)}.${format}`,
      type: types[format],
      body:
        format === "csv"
          ? csvOf(oversight, name)
          : `${JSON.stringify({ organisation: name, ...oversight }, null, 2)}\n`,
      event: {
        action: "oversight.exported",
        target: { kind: "organisation", id: ctx.orgId, name: "oversight of decisions" },
        detail: { format, days: oversight.days, asOf: oversight.asOf },
      },
    };
  });
