import { askQuestion } from "@/lib/checkpoints/ask-question";
import { listQuestions } from "@/lib/checkpoints/list-questions";
import { route } from "@/lib/http/route";

export const GET = route(listQuestions);
export const POST = route(askQuestion);
