import { resumeHolds } from "@/lib/checkpoints/resume-holds";
import { route } from "@/lib/http/route";

export const POST = route(resumeHolds);
