import { route } from "@/lib/http/route";
import { revokeApiKey } from "@/lib/identity/revoke-api-key";

export const DELETE = route(revokeApiKey);
