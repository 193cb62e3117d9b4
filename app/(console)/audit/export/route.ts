import { exportAudit } from "@/lib/http/export-audit";

export const dynamic = "force-dynamic";

export const GET = exportAudit;
