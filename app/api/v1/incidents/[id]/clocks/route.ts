import { route } from "@/lib/http/route";
import { startIncidentClock } from "@/lib/incidents/start-incident-clock";

export const POST = route(startIncidentClock);
