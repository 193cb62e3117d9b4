import { query } from "@/lib/audit/query";
import { listTeamsOp } from "./team-contract";
import { readTeams } from "./team-rows";

export const listTeams = query(listTeamsOp, async (ctx) => ({ items: await readTeams(ctx) }));
