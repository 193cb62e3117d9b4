import { route } from "@/lib/http/route";
import { saveRule } from "@/lib/policy/save-rule";

export const PUT = route(saveRule);
