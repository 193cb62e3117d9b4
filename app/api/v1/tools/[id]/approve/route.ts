import { route } from "@/lib/http/route";
import { approveTool } from "@/lib/inventory/approve-tool";

export const POST = route(approveTool);
