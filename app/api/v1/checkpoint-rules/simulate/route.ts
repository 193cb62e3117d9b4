import { simulateRule } from "@/lib/checkpoints/simulate-rule";
import { route } from "@/lib/http/route";

export const POST = route(simulateRule);
