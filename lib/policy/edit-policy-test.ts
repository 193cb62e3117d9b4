import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { refuseIfCaseOwned } from "./owned-by-repository";
import { editPolicyTestOp } from "./test-contract";
import { readTest, testData, testTarget } from "./test-rows";

export const editPolicyTest = command(editPolicyTestOp, async (tx, { id, version, ...terms }) => {
  const before = await readTest(tx, id);
  await refuseIfCaseOwned(tx, id);
  const data = await testData(tx, terms, id);
  const { count } = await tx.db.policyTest.updateMany({
    where: { id, orgId: tx.orgId, version },
    data: { ...data, version: { increment: 1 } },
  });
  if (count === 0)
    throw new Refusal("conflict", "Somebody else changed this case meanwhile. Look at it again, then save.");
  const { version: _, updatedAt: __, updatedByName: ___, id: ____, ...old } = before;
  return {
    result: await readTest(tx, id),
    event: {
      action: "policyTest.edited",
      target: testTarget({ id, name: terms.name }),
      detail: { before: old, after: { ...terms } },
    },
  };
});
