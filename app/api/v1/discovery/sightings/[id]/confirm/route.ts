import { confirmSighting } from "@/lib/discovery/confirm-sighting";
import { route } from "@/lib/http/route";

export const POST = route(confirmSighting);
