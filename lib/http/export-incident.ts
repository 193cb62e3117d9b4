/**
 * GET /incidents/{id}/export: one incident, whole as JSON or its time line as a table. Behind a session or an API key with the
 * permission to read incidents. That it was exported is itself an entry of the audit log.
 */
import { z } from "zod";
import { getIncidentOp } from "@/lib/incidents/contract";
import { csvOf } from "@/lib/incidents/export-csv";
import { getIncident } from "@/lib/incidents/get-incident";
import { recordedExport } from "./recorded-export";

const asked = getIncidentOp.input.extend({ format: z.enum(["json", "csv"]).default("json") });
const types = { csv: "text/csv; charset=utf-8; header=present", json: "application/json" } as const;

export const exportIncident = (request: Request, id: string): Promise<Response> =>
  recordedExport({ request, op: getIncidentOp, asked, members: { id } }, async (ctx, { format, ...input }) => {
    const incident = await getIncident(ctx, input);
    const { number, title, timeline } = incident;
    return {
      name: `gatehouse-incident-${number}.${format}`,
      type: types[format],
      body: format === "csv" ? csvOf(incident) : `${JSON.stringify(incident, null, 2)}\n`,
      event: {
        action: "incident.exported",
        target: { kind: "incident", id: input.id, name: `Incident ${number}: ${title}` },
        detail: { format, lines: timeline.length },
      },
    };
  });
