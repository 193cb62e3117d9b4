import { route } from "@/lib/http/route";
import { meetIncidentClock } from "@/lib/incidents/meet-incident-clock";

export const POST = route(meetIncidentClock);
