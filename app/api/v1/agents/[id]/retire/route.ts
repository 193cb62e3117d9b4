import { route } from "@/lib/http/route";
import { retireAgent } from "@/lib/inventory/retire-agent";

export const POST = route(retireAgent);
