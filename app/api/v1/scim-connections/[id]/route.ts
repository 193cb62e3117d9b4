import { route } from "@/lib/http/route";
import { revokeScimConnection } from "@/lib/scim/revoke-connection";

export const DELETE = route(revokeScimConnection);
