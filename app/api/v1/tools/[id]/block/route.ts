import { route } from "@/lib/http/route";
import { blockTool } from "@/lib/inventory/block-tool";

export const POST = route(blockTool);
