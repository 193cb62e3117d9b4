import { route } from "@/lib/http/route";
import { setUp } from "@/lib/identity/set-up";

export const POST = route(setUp);
