import { route } from "@/lib/http/route";
import { invitePerson } from "@/lib/identity/invite-person";
import { listInvites } from "@/lib/identity/list-invites";

export const GET = route(listInvites);
export const POST = route(invitePerson);
