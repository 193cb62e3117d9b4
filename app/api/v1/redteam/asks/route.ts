import { route } from "@/lib/http/route";
import { askExercise } from "@/lib/redteam/ask-exercise";

export const POST = route(askExercise);
