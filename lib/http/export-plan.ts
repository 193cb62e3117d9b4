/**
 * GET /plan/export: the tasks of the active plan, or of an earlier one, as a table or a calendar. Behind a session or an API key with the permission to
 * read the plan. That it was exported is itself an entry of the audit log.
 */
import { z } from "zod";
import { recordAudit } from "@/lib/audit/record";
import { authorise, parseInput } from "@/lib/audit/verb";
import { databaseNow, transaction } from "@/lib/db/ctx";
import { env } from "@/lib/env";
import { csvOf } from "@/lib/plan/export-csv";
import { icalOf } from "@/lib/plan/export-ical";
import { listTasks } from "@/lib/plan/list-tasks";
import { listTasksOp } from "@/lib/plan/task-contract";
import { newId } from "@/lib/shared/ids";
import { authenticateManagement } from "./authenticate";
import { problemResponse } from "./problem";

const Asked = listTasksOp.input.extend({ format: z.enum(["csv", "ics"]).default("csv") });
const types = { csv: "text/csv; charset=utf-8; header=present", ics: "text/calendar; charset=utf-8" } as const;

export async function exportPlan(request: Request): Promise<Response> {
  const requestId = newId("request");
  try {
    const ctx = await authenticateManagement(request, listTasksOp, requestId);
    await authorise(ctx, listTasksOp);
    const asked = Object.fromEntries(new URL(request.url).searchParams);
    const { format, ...filters } = parseInput({ ...listTasksOp, input: Asked }, asked);
    const { items } = await listTasks(ctx, filters);
    const asOf = (await databaseNow(ctx.db)).toISOString();
    await transaction(ctx, (tx) =>
      recordAudit(tx, {
        action: "plan.exported",
        target: { kind: "organisation", id: tx.orgId, name: "tasks of the plan" },
        detail: { format, tasks: items.length },
      }),
    );
    const body = format === "csv" ? csvOf(items) : icalOf(items, { asOf, consoleUrl: env.appUrl });
    return new Response(body, {
      headers: {
        "content-type": types[format],
        "content-disposition": `attachment; filename="gatehouse-plan-${asOf.slice(0, 10)}.${format}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-request-id": requestId,
      },
    });
  } catch (error) {
    return problemResponse(error, requestId);
  }
}
