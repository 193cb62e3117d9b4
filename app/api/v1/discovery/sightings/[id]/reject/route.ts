import { rejectSighting } from "@/lib/discovery/reject-sighting";
import { route } from "@/lib/http/route";

export const POST = route(rejectSighting);
