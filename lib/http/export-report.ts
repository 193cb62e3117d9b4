/** GET /reports/{id}/files/{name}: what was signed, as a download. Behind a session or an API key that may read reports. */
import { authorise, parseInput } from "@/lib/audit/verb";
import { getReportOp } from "@/lib/reports/contract";
import { type Download, downloadReport } from "@/lib/reports/download-report";
import { answering } from "./answering";
import { authenticateManagement } from "./authenticate";

export function exportReport(
  request: Request,
  { params }: { params: Promise<{ id: string; name: string }> },
): Promise<Response> {
  return answering(async (requestId) => {
    const ctx = await authenticateManagement(request, getReportOp, requestId);
    await authorise(ctx, getReportOp);
    const { id: asked, name: wanted } = await params;
    const { id } = parseInput(getReportOp, { id: asked });
    return reportResponse(await downloadReport(ctx, id, wanted), requestId);
  });
}

export const reportResponse = ({ name, type, bytes }: Download, requestId: string): Response =>
  new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": type,
      // Never shown in place: what it says comes from people and agents.
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-request-id": requestId,
    },
  });
