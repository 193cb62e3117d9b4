import { route } from "@/lib/http/route";
import { acceptInvite } from "@/lib/identity/accept-invite";

export const POST = route(acceptInvite);
