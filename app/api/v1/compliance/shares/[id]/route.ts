import { revokeShare } from "@/lib/compliance/revoke-share";
import { route } from "@/lib/http/route";

export const DELETE = route(revokeShare);
