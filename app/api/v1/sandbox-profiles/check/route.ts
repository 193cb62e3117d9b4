import { route } from "@/lib/http/route";
import { checkProfile } from "@/lib/profiles/check-profile";

export const POST = route(checkProfile);
