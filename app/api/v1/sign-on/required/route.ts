import { route } from "@/lib/http/route";
import { requireSignOn } from "@/lib/signon/require-sign-on";

export const PUT = route(requireSignOn);
