import { route } from "@/lib/http/route";
import { addIncidentFindings } from "@/lib/incidents/add-incident-findings";

export const POST = route(addIncidentFindings);
