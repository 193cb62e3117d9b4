import { route } from "@/lib/http/route";
import { readRange } from "@/lib/redteam/read-range";

export const GET = route(readRange);
