import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { lockBundles } from "./sign-bundle";
import { createPolicyTestOp, MOST_TESTS } from "./test-contract";
import { testData, testOf, testTarget } from "./test-rows";

export const createPolicyTest = command(createPolicyTestOp, async (tx, terms) => {
  await lockBundles(tx);
  if ((await tx.db.policyTest.count({ where: { orgId: tx.orgId } })) >= MOST_TESTS)
    throw new Refusal("conflict", `There are ${MOST_TESTS} cases, and no more are kept. Delete one first.`);
  const data = await testData(tx, terms, null);
  const row = await tx.db.policyTest.create({
    data: { id: newId("policyTest", tx.now.getTime()), orgId: tx.orgId, ...data },
  });
  return {
    result: testOf(row),
    event: { action: "policyTest.created", target: testTarget(row), detail: { ...terms } },
  };
});
