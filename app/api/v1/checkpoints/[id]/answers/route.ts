import { answerQuestion } from "@/lib/checkpoints/answer-question";
import { route } from "@/lib/http/route";

export const POST = route(answerQuestion);
