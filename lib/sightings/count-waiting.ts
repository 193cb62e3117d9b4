import type { Ctx } from "@/lib/db/ctx";
import { Source } from "./rules";

export type Waiting = {
  /** Sightings of any state: none means that nothing has looked for agents yet. */
  known: number;
  waiting: { id: string; name: string; source: Source; firstSeenAt: Date }[];
};

/** Those that nobody has decided about, the oldest first. */
export async function countWaiting({ db, orgId }: Pick<Ctx, "db" | "orgId">): Promise<Waiting> {
  const known = await db.sighting.count({ where: { orgId } });
  const rows = await db.sighting.findMany({
    where: { orgId, state: "waiting" },
    orderBy: [{ firstSeenAt: "asc" }, { id: "asc" }],
    select: { id: true, name: true, source: true, firstSeenAt: true },
  });
  return { known, waiting: rows.map((row) => ({ ...row, source: Source.parse(row.source) })) };
}
