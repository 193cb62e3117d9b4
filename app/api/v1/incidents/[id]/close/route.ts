import { route } from "@/lib/http/route";
import { closeIncident } from "@/lib/incidents/close-incident";

export const POST = route(closeIncident);
