import { route } from "@/lib/http/route";
import { setGroupRoles } from "@/lib/signon/set-group-roles";

export const PUT = route(setGroupRoles);
