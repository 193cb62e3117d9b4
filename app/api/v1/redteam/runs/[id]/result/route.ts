import { route } from "@/lib/http/route";
import { finishExercise } from "@/lib/redteam/finish-exercise";

export const POST = route(finishExercise);
