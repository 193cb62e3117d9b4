import { listSightings } from "@/lib/discovery/list-sightings";
import { route } from "@/lib/http/route";

export const GET = route(listSightings);
