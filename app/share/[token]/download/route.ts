import { exportShare } from "@/lib/http/export-pack";

export const dynamic = "force-dynamic";

export const GET = exportShare;
