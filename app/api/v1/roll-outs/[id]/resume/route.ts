import { route } from "@/lib/http/route";
import { resumeRollOut } from "@/lib/rollouts/resume-roll-out";

export const POST = route(resumeRollOut);
