import { guardedCommand } from "@/lib/changes/guarded-command";
import { Refusal } from "@/lib/shared/errors";
import { editSinkOp } from "./contract";
import { judgeSink } from "./judge-sink";
import { loadSink, refuseTakenName, sinkTarget, toSink } from "./rows";
import { sealSecret, settingsFact } from "./sink-place";

/** What is left out as secret stays as it was. What waits is delivered to the new place. */
export const editSink = guardedCommand(
  editSinkOp,
  {
    judge: async (tx, { id, place }) => {
      const row = await loadSink(tx, id);
      const { settings, sends, secret } = place;
      return judgeSink(row, { settings, sends, active: row.status === "active", secret: secret !== undefined });
    },
    secret: ["place", "secret"],
  },
  async (tx, { id, version, name, place }) => {
    const row = await loadSink(tx, id);
    if (row.kind !== place.kind)
      throw new Refusal("conflict", "The kind of a sink cannot change. Add another one instead.");
    await refuseTakenName(tx, name, id);
    const { count } = await tx.db.sink.updateMany({
      where: { id, orgId: tx.orgId, version },
      data: {
        name,
        settings: place.settings,
        sends: place.sends,
        version: { increment: 1 },
        failures: 0,
        failingSince: null,
        retryAt: null,
        refusedInRow: 0,
        ...(place.secret ? sealSecret(id, place.secret) : {}),
      },
    });
    if (count === 0)
      throw new Refusal("conflict", "Somebody else changed this sink meanwhile. Look at it again, then save.");
    return {
      result: await toSink(tx, await loadSink(tx, id)),
      event: {
        action: "sink.edited",
        target: sinkTarget({ id, name }),
        detail: {
          settings: settingsFact(place),
          sends: place.sends,
          secretChanged: place.secret !== undefined,
        },
      },
    };
  },
);
