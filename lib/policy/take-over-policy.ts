import { command } from "@/lib/audit/command";
import { Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { takeOverPolicyOp } from "./code-contract";
import { readPolicy } from "./rows";

export const takeOverPolicy = command(takeOverPolicyOp, async (tx, { id, reason }) => {
  const { slug, source } = await readPolicy(tx, id);
  if (!source) throw new Refusal("conflict", `${slug} belongs to the console already.`);
  await tx.db.policy.update({
    where: { id_orgId: { id, orgId: tx.orgId } },
    data: { source: Prisma.DbNull, updatedAt: tx.now },
  });
  return {
    result: await readPolicy(tx, id),
    event: { action: "policy.takenOver", target: { kind: "policy", id, name: slug }, detail: { from: source, reason } },
  };
});
