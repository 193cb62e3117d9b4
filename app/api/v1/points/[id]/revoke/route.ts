import { revokePoint } from "@/lib/enforcement/revoke-point";
import { route } from "@/lib/http/route";

export const POST = route(revokePoint);
