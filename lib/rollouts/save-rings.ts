import { command } from "@/lib/audit/command";
import { readRings } from "@/lib/policy/read-rings";
import { lockBundles } from "@/lib/policy/sign-bundle";
import { Refusal } from "@/lib/shared/errors";
import { saveRingsOp } from "./contract";
import { ringsNow } from "./rings-now";

export const saveRings = command(saveRingsOp, async (tx, { version, rings }) => {
  await lockBundles(tx);
  const known = await readRings(tx);
  if (known.version !== version)
    throw new Refusal(
      "conflict",
      `${known.updatedByName ?? "Somebody"} changed the rings since this page was read. Nothing was saved: look at them first.`,
    );
  const data = { version: version + 1, rings, updatedByName: tx.actor.name, updatedAt: tx.now };
  await tx.db.ringSet.upsert({ where: { orgId: tx.orgId }, create: { orgId: tx.orgId, ...data }, update: data });
  return {
    result: await ringsNow(tx),
    event: {
      action: "rings.changed",
      target: { kind: "rings", id: tx.orgId, name: rings.map(({ name }) => name).join(", ") },
      detail: { version: version + 1, rings },
    },
  };
});
