import { guardedCommand } from "@/lib/changes/guarded-command";
import { Refusal } from "@/lib/shared/errors";
import { judgeTest } from "./judge-test";
import { refuseIfCaseOwned } from "./owned-by-repository";
import { editPolicyTestOp } from "./test-contract";
import { readTest, testData, testTarget } from "./test-rows";

export const editPolicyTest = guardedCommand(
  editPolicyTestOp,
  { judge: async (tx, { id, ...terms }) => judgeTest(await readTest(tx, id), terms) },
  async (tx, { id, version, reason: _, ...terms }) => {
    const before = await readTest(tx, id);
    await refuseIfCaseOwned(tx, id);
    const data = await testData(tx, terms, id);
    const { count } = await tx.db.policyTest.updateMany({
      where: { id, orgId: tx.orgId, version },
      data: { ...data, version: { increment: 1 } },
    });
    if (count === 0)
      throw new Refusal("conflict", "Somebody else changed this case meanwhile. Look at it again, then save.");
    const { version: __, updatedAt: ___, updatedByName: ____, id: _____, ...old } = before;
    return {
      result: await readTest(tx, id),
      event: {
        action: "policyTest.edited",
        target: testTarget({ id, name: terms.name }),
        detail: { before: old, after: { ...terms } },
      },
    };
  },
);
