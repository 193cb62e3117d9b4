/** Files that were shared with an auditor from outside. Whether they may have them is the verb's matter, asked at every download. */
import { downloadPack } from "@/lib/compliance/download-pack";
import { getSharedPackOp, getSharedReportOp } from "@/lib/outside/contract";
import { getSharedPack } from "@/lib/outside/get-shared-pack";
import { getSharedReport } from "@/lib/outside/get-shared-report";
import { downloadReport } from "@/lib/reports/download-report";
import { answering } from "./answering";
import { authenticateManagement } from "./authenticate";
import { packResponse } from "./export-pack";
import { reportResponse } from "./export-report";

type Params<Name extends string> = { params: Promise<Record<Name, string>> };

export function exportSharedPack(request: Request, { params }: Params<"id" | "pack">): Promise<Response> {
  return answering(async (requestId) => {
    const ctx = await authenticateManagement(request, getSharedPackOp, requestId);
    const { id, pack } = await params;
    const shared = await getSharedPack(ctx, { id, pack });
    return packResponse(await downloadPack(ctx, shared.id), requestId);
  });
}

export function exportSharedReport(request: Request, { params }: Params<"id" | "report" | "name">): Promise<Response> {
  return answering(async (requestId) => {
    const ctx = await authenticateManagement(request, getSharedReportOp, requestId);
    const { id, report, name } = await params;
    const shared = await getSharedReport(ctx, { id, report });
    return reportResponse(await downloadReport(ctx, shared.id, name), requestId);
  });
}
