import { recordAudit } from "@/lib/audit/record";
import { several } from "@/lib/audit/several";
import { transaction } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { cardConnector } from "./card-connector";
import { reconcile } from "./connector";
import { readCardOp } from "./contract";
import { loadSighting } from "./rows";

/** Fetched first, while no transaction is open: a host that is slow to answer holds nothing here back. */
export const readCard = several(readCardOp, async (ctx, { url, keys }) => {
  const snapshot = await cardConnector.look({ url, keys });
  return transaction(ctx, async (tx) => {
    const { noted } = await reconcile(tx, cardConnector.source, snapshot);
    const [one] = noted;
    if (!one)
      throw new Refusal("conflict", "So many agent cards wait that no more are taken. Decide about those first.");
    const sighting = await loadSighting(tx, one.id);
    await recordAudit(tx, {
      action: "discovery.cardRead",
      target: { kind: "sighting", id: one.id, name: one.name },
      detail: { url: snapshot.origin, state: one.state, isNew: one.isNew },
    });
    return sighting;
  });
});
