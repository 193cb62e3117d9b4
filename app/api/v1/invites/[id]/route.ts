import { route } from "@/lib/http/route";
import { revokeInvite } from "@/lib/identity/revoke-invite";

export const DELETE = route(revokeInvite);
