import { route } from "@/lib/http/route";
import { getSignOn } from "@/lib/signon/get-sign-on";
import { removeSignOn } from "@/lib/signon/remove-sign-on";
import { setSignOn } from "@/lib/signon/set-sign-on";

export const GET = route(getSignOn);
export const PUT = route(setSignOn);
export const DELETE = route(removeSignOn);
