import { exportAuditTiles } from "@/lib/http/export-audit-tiles";

export const dynamic = "force-dynamic";

export const GET = exportAuditTiles;
