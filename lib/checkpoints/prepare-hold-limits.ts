/** A change of how often agents may ask, as it is proposed and carried out. */
import type { Prepared } from "@/lib/changes/guard-change";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { limitsOf } from "./flood";
import type { HoldLimits } from "./flood-contract";

const pretty = (limits: HoldLimits): string => JSON.stringify(limits, null, 2);

export async function prepareHoldLimits(tx: TxCtx, limits: HoldLimits): Promise<Prepared<HoldLimits>> {
  const before = await limitsOf(tx);
  const title = "How often agents may ask";
  return {
    proposal: {
      kind: "holdLimits",
      subject: "organisation",
      title,
      base: { ...before },
      payload: { ...limits },
      texts: [{ title, before: pretty(before), after: pretty(limits) }],
      weakenings: weakeningsOf("holdLimits", { before, after: limits }),
    },
    act: async () => {
      const data = { ...limits, changedByName: tx.actor.name, changedAt: tx.now };
      await tx.db.holdLimits.upsert({ where: { orgId: tx.orgId }, create: { orgId: tx.orgId, ...data }, update: data });
      return {
        result: limits,
        event: {
          action: "holdLimits.changed",
          target: { kind: "organisation", id: tx.orgId, name: title },
          detail: { before, after: limits },
        },
      };
    },
  };
}
