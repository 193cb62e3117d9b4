import { exportPlan } from "@/lib/http/export-plan";

export const dynamic = "force-dynamic";

export const GET = exportPlan;
