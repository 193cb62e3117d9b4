/** Private to this folder: agents that a point spoke for and nobody knows may be agents all the same. */
import { contextFor, databaseNow } from "@/lib/db/ctx";
import type { Prisma } from "@/lib/db/generated/client";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { noteSightings } from "@/lib/sightings/note-sightings";
import type { Reporter } from "./record-strangers";

/** A point that makes ids up fills neither the log nor the queue. */
const MOST_NOTED = 20;

export async function noteStrangers(
  db: Prisma.TransactionClient,
  { orgId, point, requestId }: Reporter,
  agents: readonly string[],
): Promise<void> {
  const known = await db.agent.findMany({ where: { orgId, id: { in: [...agents] } }, select: { id: true } });
  const ids = new Set(known.map(({ id }) => id));
  const strange = agents.filter((id) => !ids.has(id)).slice(0, MOST_NOTED);
  if (strange.length === 0) return;
  const ctx = contextFor({ kind: "pep", ...point }, orgId, requestId, db);
  const tx = { ...ctx, db, now: await databaseNow(db) };
  const reporter = { id: point.id, name: point.name };
  const facts = { reporters: [reporter] };
  const noted = await noteSightings(
    tx,
    "activity",
    strange.map((id) => ({ origin: "", key: id, name: id, facts })),
  );
  for (const { id, name, state, isNew, returned } of noted) {
    if (state !== "waiting" || !(isNew || returned)) continue;
    await raiseFinding(tx, {
      kind: "agent.discovered",
      severity: "medium",
      subject: { kind: "sighting", id, name },
      title: `${point.name} reports calls of ${name}, which is no agent here`,
      mend: "Set the point up with the id of the agent that it speaks for. Its reports are refused until then.",
      detail: { reporter },
      facts: {},
    });
  }
}
