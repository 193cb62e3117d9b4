import { exportAgents } from "@/lib/http/export-agents";

export const dynamic = "force-dynamic";

export const GET = exportAgents;
