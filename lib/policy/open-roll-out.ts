/** The roll-out that is under way, if any: it stands in the way of every other publication. */
import type { Ctx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { OpenRollOut, trialProfileOf } from "./ring-contract";

export async function openRollOut({ db, orgId }: Ctx): Promise<OpenRollOut | null> {
  const row = await db.rollOut.findFirst({
    where: { orgId, endedAt: null },
    include: { rings: { orderBy: { position: "asc" } } },
  });
  if (!row) return null;
  return OpenRollOut.parse({
    id: row.id,
    status: row.status,
    startedByName: row.startedByName,
    startedAt: row.startedAt.toISOString(),
    ring: row.rings[row.position]?.name ?? "",
    place: row.position + 1,
    rings: row.rings.length,
    profile: trialProfileOf(row),
  });
}

/** Two sets on their way at once would leave nobody able to say what is in force where. */
export async function refuseDuringRollOut(ctx: Ctx, what = "Nothing was published"): Promise<void> {
  const open = await openRollOut(ctx);
  if (!open) return;
  const state = open.status === "halted" ? "halted in" : "in";
  throw new Refusal(
    "conflict",
    `${what}: a roll-out that ${open.startedByName} started is ${state} ring ${open.place} of ${open.rings}, “${open.ring}”. Let it end or roll it back first; nothing is lost.`,
  );
}
