import { route } from "@/lib/http/route";
import { profileSchema } from "@/lib/profiles/profile-schema";

export const GET = route(profileSchema);
