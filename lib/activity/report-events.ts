import { intake } from "@/lib/audit/intake";
import { Refusal } from "@/lib/shared/errors";
import { reportEventsOp } from "./contract";
import { receiveEvents } from "./receive-events";
import { storeEvents } from "./store-events";

export const reportEvents = intake(reportEventsOp, async (tx, { events }) => {
  const { actor, orgId, requestId } = tx;
  if (actor.kind !== "pep") throw new Refusal("forbidden", "Only an enforcement point reports calls.");
  const point = { id: actor.id, name: actor.name, agents: actor.agents };
  const results = await receiveEvents(events, async (readable) => {
    const [stored] = await storeEvents(tx.db, [{ orgId, point, requestId, events: readable }]);
    return stored ?? [];
  });
  return { results };
});
