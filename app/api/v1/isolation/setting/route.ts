import { route } from "@/lib/http/route";
import { setIsolation } from "@/lib/isolation/set-isolation";

export const PUT = route(setIsolation);
