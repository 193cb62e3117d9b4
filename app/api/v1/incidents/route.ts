import { route } from "@/lib/http/route";
import { listIncidents } from "@/lib/incidents/list-incidents";
import { openIncident } from "@/lib/incidents/open-incident";

export const GET = route(listIncidents);
export const POST = route(openIncident);
