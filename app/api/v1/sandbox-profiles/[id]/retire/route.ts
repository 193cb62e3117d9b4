import { route } from "@/lib/http/route";
import { retireProfile } from "@/lib/profiles/retire-profile";

export const POST = route(retireProfile);
