import { route } from "@/lib/http/route";
import { getToolUse } from "@/lib/inventory/get-tool-use";

export const GET = route(getToolUse);
