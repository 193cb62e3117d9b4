import { invitePerson } from "@/lib/guarded/invite-person";
import { route } from "@/lib/http/route";
import { listInvites } from "@/lib/identity/list-invites";

export const GET = route(listInvites);
export const POST = route(invitePerson);
