import { getSighting } from "@/lib/discovery/get-sighting";
import { route } from "@/lib/http/route";

export const GET = route(getSighting);
