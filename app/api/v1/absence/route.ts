import { route } from "@/lib/http/route";
import { endAbsence } from "@/lib/identity/end-absence";
import { setAbsence } from "@/lib/identity/set-absence";

export const PUT = route(setAbsence);
export const DELETE = route(endAbsence);
