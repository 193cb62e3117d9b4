/**
 * GET /incidents/{id}/export: one incident, whole as JSON or its time line as a table. Behind a session or an API key with the
 * permission to read incidents. That it was exported is itself an entry of the audit log.
 */
import { z } from "zod";
import { recordAudit } from "@/lib/audit/record";
import { authorise, parseInput } from "@/lib/audit/verb";
import { transaction } from "@/lib/db/ctx";
import { getIncidentOp } from "@/lib/incidents/contract";
import { csvOf } from "@/lib/incidents/export-csv";
import { getIncident } from "@/lib/incidents/get-incident";
import { newId } from "@/lib/shared/ids";
import { authenticateManagement } from "./authenticate";
import { problemResponse } from "./problem";

const Asked = getIncidentOp.input.extend({ format: z.enum(["json", "csv"]).default("json") });
const types = { csv: "text/csv; charset=utf-8; header=present", json: "application/json" } as const;

export async function exportIncident(request: Request, id: string): Promise<Response> {
  const requestId = newId("request");
  try {
    const ctx = await authenticateManagement(request, getIncidentOp, requestId);
    await authorise(ctx, getIncidentOp);
    const search = Object.fromEntries(new URL(request.url).searchParams);
    const asked = parseInput({ ...getIncidentOp, input: Asked }, { ...search, id });
    const incident = await getIncident(ctx, { id: asked.id });
    const { number, title, timeline } = incident;
    await transaction(ctx, (tx) =>
      recordAudit(tx, {
        action: "incident.exported",
        target: { kind: "incident", id: asked.id, name: `Incident ${number}: ${title}` },
        detail: { format: asked.format, lines: timeline.length },
      }),
    );
    const body = asked.format === "csv" ? csvOf(incident) : `${JSON.stringify(incident, null, 2)}\n`;
    return new Response(body, {
      headers: {
        "content-type": types[asked.format],
        "content-disposition": `attachment; filename="gatehouse-incident-${number}.${asked.format}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-request-id": requestId,
      },
    });
  } catch (error) {
    return problemResponse(error, requestId);
  }
}
