import { route } from "@/lib/http/route";
import { testSignOn } from "@/lib/signon/test-sign-on";

export const POST = route(testSignOn);
