import { route } from "@/lib/http/route";
import { compareRuns } from "@/lib/redteam/compare-runs";

export const GET = route(compareRuns);
