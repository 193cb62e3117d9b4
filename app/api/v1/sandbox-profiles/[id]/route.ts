import { route } from "@/lib/http/route";
import { getProfile } from "@/lib/profiles/get-profile";

export const GET = route(getProfile);
