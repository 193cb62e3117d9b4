import { redriveDeadLetters } from "@/lib/delivery/redrive-dead-letters";
import { route } from "@/lib/http/route";

export const POST = route(redriveDeadLetters);
