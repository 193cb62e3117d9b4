import { route } from "@/lib/http/route";
import { setGrace } from "@/lib/owners/set-grace";

export const PUT = route(setGrace);
