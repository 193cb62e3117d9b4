import { exportReport } from "@/lib/http/export-report";

export const dynamic = "force-dynamic";

export const GET = exportReport;
