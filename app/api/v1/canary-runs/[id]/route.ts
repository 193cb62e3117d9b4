import { route } from "@/lib/http/route";
import { getCanaryRun } from "@/lib/isolation/get-canary-run";

export const GET = route(getCanaryRun);
