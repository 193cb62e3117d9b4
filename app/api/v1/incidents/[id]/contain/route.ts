import { route } from "@/lib/http/route";
import { containIncident } from "@/lib/incidents/contain-incident";

export const POST = route(containIncident);
