import { route } from "@/lib/http/route";
import { revokeAccess } from "@/lib/outside/revoke-access";

export const DELETE = route(revokeAccess);
