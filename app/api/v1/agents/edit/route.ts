import { route } from "@/lib/http/route";
import { editAgents } from "@/lib/inventory/edit-agents";

export const POST = route(editAgents);
