import { route } from "@/lib/http/route";
import { reopenIncident } from "@/lib/incidents/reopen-incident";

export const POST = route(reopenIncident);
