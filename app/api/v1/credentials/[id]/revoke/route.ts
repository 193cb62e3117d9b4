import { revokeCredential } from "@/lib/credentials/revoke-credential";
import { route } from "@/lib/http/route";

export const POST = route(revokeCredential);
