/** Looks over every organisation's points, and opens or clears the findings about them. */
import type { Db } from "@/lib/db/client";
import { systemContext } from "@/lib/db/ctx";
import { watchFleet } from "@/lib/enforcement/fleet-watch";
import { log } from "@/lib/log";

export async function fleetWatch(db: Db): Promise<void> {
  for (const { id } of await db.organisation.findMany({ where: { rangeOf: null }, select: { id: true } })) {
    const { raised, cleared } = await watchFleet(systemContext(id, "fleet-watch", db));
    if (raised + cleared > 0) log.info("the fleet has changed", { orgId: id, raised, cleared });
  }
}
