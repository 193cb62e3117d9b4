import { route } from "@/lib/http/route";
import { createTeam } from "@/lib/identity/create-team";
import { listTeams } from "@/lib/identity/list-teams";

export const GET = route(listTeams);
export const POST = route(createTeam);
