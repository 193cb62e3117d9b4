import { invitePoint } from "@/lib/enforcement/invite-point";
import { route } from "@/lib/http/route";

export const POST = route(invitePoint);
