import { editTeam } from "@/lib/guarded/edit-team";
import { route } from "@/lib/http/route";
import { deleteTeam } from "@/lib/policy/delete-team";

export const PATCH = route(editTeam);
export const DELETE = route(deleteTeam);
