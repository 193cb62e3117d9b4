import { route } from "@/lib/http/route";
import { abandonExercise } from "@/lib/redteam/abandon-exercise";

export const POST = route(abandonExercise);
