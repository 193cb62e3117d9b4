import { exportAttestations } from "@/lib/http/export-attestations";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return exportAttestations(request, (await params).id);
}
