import { retireAgent } from "@/lib/enforcement/retire-agent";
import { route } from "@/lib/http/route";

export const POST = route(retireAgent);
