import { route } from "@/lib/http/route";
import { listWatchedDecisions } from "@/lib/oversight/list-watched-decisions";

export const GET = route(listWatchedDecisions);
