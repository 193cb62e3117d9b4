import { route } from "@/lib/http/route";
import { endAbsenceOf } from "@/lib/identity/end-absence-of";
import { setAbsenceOf } from "@/lib/identity/set-absence-of";

export const PUT = route(setAbsenceOf);
export const DELETE = route(endAbsenceOf);
