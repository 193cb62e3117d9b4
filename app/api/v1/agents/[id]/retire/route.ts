import { route } from "@/lib/http/route";
import { retireAgent } from "@/lib/enforcement/retire-agent";

export const POST = route(retireAgent);
