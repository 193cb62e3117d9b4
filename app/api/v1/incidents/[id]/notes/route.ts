import { route } from "@/lib/http/route";
import { addIncidentNote } from "@/lib/incidents/add-incident-note";

export const POST = route(addIncidentNote);
