import { route } from "@/lib/http/route";
import { getOrganisation } from "@/lib/identity/get-organisation";
import { renameOrganisation } from "@/lib/identity/rename-organisation";

export const GET = route(getOrganisation);
export const PATCH = route(renameOrganisation);
