import { saveRule } from "@/lib/checkpoints/save-rule";
import { route } from "@/lib/http/route";

export const PUT = route(saveRule);
