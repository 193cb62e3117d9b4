import { route } from "@/lib/http/route";
import { listProfiles } from "@/lib/profiles/list-profiles";
import { saveProfile } from "@/lib/profiles/save-profile";

export const GET = route(listProfiles);
export const PUT = route(saveProfile);
