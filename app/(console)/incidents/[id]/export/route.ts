import { exportIncident } from "@/lib/http/export-incident";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return exportIncident(request, (await params).id);
}
