import { decideSightings } from "@/lib/discovery/decide-sightings";
import { route } from "@/lib/http/route";

export const POST = route(decideSightings);
