import { route } from "@/lib/http/route";
import { importAgents } from "@/lib/inventory/import-agents";

export const POST = route(importAgents);
