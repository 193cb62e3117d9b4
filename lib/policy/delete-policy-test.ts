import { guardedCommand } from "@/lib/changes/guarded-command";
import { judgeTest } from "./judge-test";
import { refuseIfCaseOwned } from "./owned-by-repository";
import { deletePolicyTestOp } from "./test-contract";
import { readTest, testTarget } from "./test-rows";

export const deletePolicyTest = guardedCommand(
  deletePolicyTestOp,
  { judge: async (tx, { id }) => judgeTest(await readTest(tx, id), null) },
  async (tx, { id }) => {
    const { name, principal, tool, expected, expectedRule, arguments: args } = await readTest(tx, id);
    await refuseIfCaseOwned(tx, id);
    await tx.db.policyTest.delete({ where: { id_orgId: { id, orgId: tx.orgId } } });
    return {
      result: { id },
      event: {
        action: "policyTest.deleted",
        target: testTarget({ id, name }),
        detail: { principal, tool, arguments: args, expected, expectedRule },
      },
    };
  },
);
