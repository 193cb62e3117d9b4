/** Private to this folder: who may say something about a request without deciding it. */
import type { Ctx } from "@/lib/db/ctx";
import { type Row, readSubject, stagesNow } from "./rows";
import { cannotDecide } from "./rules";
import { voterOf, votersOf } from "./voters";

/** Whoever belongs to one of its stages, and the agent's owners; else why not. */
export async function cannotSpeak(ctx: Ctx, row: Row): Promise<string | null> {
  const agent = await readSubject(ctx, row);
  const voters = await votersOf(ctx);
  const me = voterOf(ctx.actor, voters);
  if (me && (me.id === agent.ownerId || me.id === agent.backupOwnerId)) return null;
  const why = cannotDecide(me, stagesNow(row, voters.at), [], agent);
  return why && "This is for the agent's owners and for whoever decides the request.";
}
