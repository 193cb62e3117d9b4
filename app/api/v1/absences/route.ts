import { route } from "@/lib/http/route";
import { listAbsences } from "@/lib/identity/list-absences";

export const GET = route(listAbsences);
