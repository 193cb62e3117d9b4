/**
 * GET /plan/export: the tasks of the active plan, or of an earlier one, as a table or a calendar. Behind a session or an API key
 * with the permission to read the plan. That it was exported is itself an entry of the audit log.
 */
import { z } from "zod";
import { databaseNow } from "@/lib/db/ctx";
import { env } from "@/lib/env";
import { csvOf } from "@/lib/plan/export-csv";
import { icalOf } from "@/lib/plan/export-ical";
import { listTasks } from "@/lib/plan/list-tasks";
import { listTasksOp } from "@/lib/plan/task-contract";
import { recordedExport } from "./recorded-export";

const asked = listTasksOp.input.extend({ format: z.enum(["csv", "ics"]).default("csv") });
const types = { csv: "text/csv; charset=utf-8; header=present", ics: "text/calendar; charset=utf-8" } as const;

export const exportPlan = (request: Request): Promise<Response> =>
  recordedExport({ request, op: listTasksOp, asked }, async (ctx, { format, ...filters }) => {
    const { items } = await listTasks(ctx, filters);
    const asOf = (await databaseNow(ctx.db)).toISOString();
    return {
      name: `gatehouse-plan-${asOf.slice(0, 10)}.${format}`,
      type: types[format],
      body: format === "csv" ? csvOf(items) : icalOf(items, { asOf, consoleUrl: env.appUrl }),
      event: {
        action: "plan.exported",
        target: { kind: "organisation", id: ctx.orgId, name: "tasks of the plan" },
        detail: { format, tasks: items.length },
      },
    };
  });
