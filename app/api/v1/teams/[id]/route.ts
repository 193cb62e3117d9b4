import { route } from "@/lib/http/route";
import { editTeam } from "@/lib/identity/edit-team";
import { deleteTeam } from "@/lib/policy/delete-team";

export const PATCH = route(editTeam);
export const DELETE = route(deleteTeam);
