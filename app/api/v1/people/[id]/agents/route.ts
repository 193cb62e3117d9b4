import { route } from "@/lib/http/route";
import { getLeaver } from "@/lib/owners/get-leaver";

export const GET = route(getLeaver);
