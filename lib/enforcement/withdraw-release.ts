import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { lockRelease } from "./confirm-release";
import { withdrawReleaseOp } from "./release-contract";
import { releasers, releaseView } from "./release-rows";

export const withdrawRelease = command(withdrawReleaseOp, async (tx, { id }) => {
  const asked = await lockRelease(tx, id);
  if (asked.status !== "pending") throw new Refusal("conflict", `This release is ${asked.status} already.`);
  const row = await tx.db.releaseRequest.update({
    where: { id },
    data: { status: "withdrawn", closedAt: tx.now, closedByName: tx.actor.name },
  });
  return {
    result: releaseView(row, await releasers(tx), tx.now),
    event: {
      action: "release.withdrawn",
      target: { kind: "order", id: asked.orderId, name: asked.title },
      detail: { release: id, requestedBy: asked.requestedById },
    },
  };
});
