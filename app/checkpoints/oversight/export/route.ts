import { exportOversight } from "@/lib/http/export-oversight";

export const dynamic = "force-dynamic";

export const GET = exportOversight;
