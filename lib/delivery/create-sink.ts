import { command } from "@/lib/audit/command";
import { newId } from "@/lib/shared/ids";
import { createSinkOp } from "./contract";
import { feedEnd } from "./feed";
import { refuseTakenName, sinkTarget, toSink } from "./rows";
import { mostInMessage } from "./senders/sender-for";
import { requireSecret, sealSecret, settingsFact } from "./sink-place";

export const createSink = command(createSinkOp, async (tx, { name, place }) => {
  requireSecret(place);
  await refuseTakenName(tx, name);
  const id = newId("sink", tx.now.getTime());
  const row = await tx.db.sink.create({
    data: {
      id,
      orgId: tx.orgId,
      name,
      kind: place.kind,
      settings: place.settings,
      sends: place.sends,
      createdAt: tx.now,
      createdByName: tx.actor.name,
      place: await feedEnd(tx.db),
      batchSize: mostInMessage(place.kind),
      ...(place.secret ? sealSecret(id, place.secret) : {}),
    },
  });
  return {
    result: await toSink(tx, row),
    event: {
      action: "sink.created",
      target: sinkTarget(row),
      detail: { kind: place.kind, settings: settingsFact(place), sends: place.sends },
    },
  };
});
