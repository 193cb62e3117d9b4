import { changeArguments } from "@/lib/checkpoints/change-arguments";
import { route } from "@/lib/http/route";

export const POST = route(changeArguments);
