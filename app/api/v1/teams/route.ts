import { createTeam } from "@/lib/guarded/create-team";
import { route } from "@/lib/http/route";
import { listTeams } from "@/lib/identity/list-teams";

export const GET = route(listTeams);
export const POST = route(createTeam);
