import { route } from "@/lib/http/route";
import { editIncident } from "@/lib/incidents/edit-incident";
import { getIncident } from "@/lib/incidents/get-incident";

export const GET = route(getIncident);
export const PATCH = route(editIncident);
