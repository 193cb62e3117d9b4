import { exportPack } from "@/lib/http/export-pack";

export const dynamic = "force-dynamic";

export const GET = exportPack;
