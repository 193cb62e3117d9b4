import { command } from "@/lib/audit/command";
import { setGraceOp } from "./contract";

export const setGrace = command(setGraceOp, async (tx, { graceDays }) => {
  const before = await tx.db.organisation.findUniqueOrThrow({
    where: { id: tx.orgId },
    select: { name: true, ownerGraceDays: true },
  });
  if (before.ownerGraceDays === graceDays) return { result: { graceDays }, event: "repetition" };
  await tx.db.organisation.update({
    where: { id: tx.orgId },
    data: { ownerGraceDays: graceDays },
    select: { id: true },
  });
  return {
    result: { graceDays },
    event: {
      action: "owners.graceSet",
      target: { kind: "organisation", id: tx.orgId, name: before.name },
      detail: { before: before.ownerGraceDays, after: graceDays },
    },
  };
});
