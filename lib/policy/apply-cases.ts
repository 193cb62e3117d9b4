/** Private to this folder: the cases of a repository as it holds them now. */
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { canonicalJson } from "@/sdk/canonical";
import type { Pushed } from "./code-contract";
import { MOST_TESTS } from "./test-contract";
import { readTests, testData, testTarget } from "./test-rows";

export async function applyCases(tx: TxCtx, pushed: Pushed): Promise<AuditEvent[]> {
  const { repository, tests, adopt } = pushed;
  const rows = await tx.db.policyTest.findMany({ where: { orgId: tx.orgId }, select: { id: true, repository: true } });
  const owners = new Map(rows.map((row) => [row.id, row.repository]));
  const here = new Map((await readTests(tx)).map((test) => [test.name, test]));
  const events: AuditEvent[] = [];
  for (const terms of tests) {
    const known = here.get(terms.name);
    const owner = known ? (owners.get(known.id) ?? null) : null;
    if (known && owner !== repository && !(owner === null && adopt))
      throw new Refusal(
        "conflict",
        `Nothing was pushed: the case “${terms.name}” belongs to ${owner ?? "the console"}, so it is not overwritten.`,
      );
    const data = { ...(await testData(tx, terms, known?.id ?? null)), repository };
    if (!known) {
      const id = newId("policyTest", tx.now.getTime());
      await tx.db.policyTest.create({ data: { id, orgId: tx.orgId, ...data } });
      events.push({
        action: "policyTest.created",
        target: testTarget({ id, name: terms.name }),
        detail: { ...terms, repository },
      });
      continue;
    }
    const { id, version: _, updatedAt: __, updatedByName: ___, ...before } = known;
    if (canonicalJson(before) === canonicalJson(terms) && owner === repository) continue;
    await tx.db.policyTest.update({
      where: { id_orgId: { id, orgId: tx.orgId } },
      data: { ...data, version: { increment: 1 } },
    });
    events.push({
      action: "policyTest.edited",
      target: testTarget(known),
      detail: { before, after: { ...terms }, repository },
    });
  }
  const held = new Set(tests.map(({ name }) => name));
  for (const known of here.values()) {
    if (held.has(known.name) || owners.get(known.id) !== repository) continue;
    await tx.db.policyTest.delete({ where: { id_orgId: { id: known.id, orgId: tx.orgId } } });
    const { id: _, version: __, updatedAt: ___, updatedByName: ____, ...detail } = known;
    events.push({ action: "policyTest.deleted", target: testTarget(known), detail: { ...detail, repository } });
  }
  if ((await tx.db.policyTest.count({ where: { orgId: tx.orgId } })) > MOST_TESTS)
    throw new Refusal("conflict", `Nothing was pushed: there would be more than ${MOST_TESTS} cases.`);
  return events;
}
