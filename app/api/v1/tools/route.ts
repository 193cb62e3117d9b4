import { route } from "@/lib/http/route";
import { listTools } from "@/lib/inventory/list-tools";
import { registerTool } from "@/lib/inventory/register-tool";

export const GET = route(listTools);
export const POST = route(registerTool);
