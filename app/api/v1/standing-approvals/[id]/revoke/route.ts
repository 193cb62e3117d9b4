import { revokeStanding } from "@/lib/checkpoints/revoke-standing";
import { route } from "@/lib/http/route";

export const POST = route(revokeStanding);
