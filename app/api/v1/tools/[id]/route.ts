import { route } from "@/lib/http/route";
import { getTool } from "@/lib/inventory/get-tool";

export const GET = route(getTool);
