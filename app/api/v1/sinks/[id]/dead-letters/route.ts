import { listDeadLetters } from "@/lib/delivery/list-dead-letters";
import { route } from "@/lib/http/route";

export const GET = route(listDeadLetters);
