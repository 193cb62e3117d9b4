import { route } from "@/lib/http/route";
import { listRuns } from "@/lib/redteam/list-runs";
import { startExercise } from "@/lib/redteam/start-exercise";

export const GET = route(listRuns);
export const POST = route(startExercise);
