/** Private to this folder: cases as they are stored and shown. */
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import type { PolicyTest as Row } from "@/lib/db/generated/client";
import { notFound, Refusal } from "@/lib/shared/errors";
import { canonicalJson, NotCanonical } from "@/sdk/canonical";
import { Effect, JsonObject } from "@/sdk/wire/words";
import { MOST_TESTS, type PolicyTest, TestPrincipal } from "./test-contract";

export const testOf = (row: Row): PolicyTest => ({
  id: row.id,
  name: row.name,
  principal: TestPrincipal.parse(row.principal),
  tool: row.tool,
  arguments: JsonObject.parse(JSON.parse(row.arguments)),
  expected: Effect.parse(row.expected),
  expectedRule: row.expectedRule,
  version: row.version,
  updatedByName: row.updatedByName,
  updatedAt: row.updatedAt.toISOString(),
});

export async function readTests(ctx: Ctx): Promise<PolicyTest[]> {
  const rows = await ctx.db.policyTest.findMany({
    where: { orgId: ctx.orgId },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: MOST_TESTS,
  });
  return rows.map(testOf);
}

export async function readTest(ctx: Ctx, id: string): Promise<PolicyTest> {
  const row = await ctx.db.policyTest.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } } });
  if (!row) throw notFound("case");
  return testOf(row);
}

type Terms = Pick<PolicyTest, "name" | "principal" | "tool" | "arguments" | "expected" | "expectedRule">;

/** What is written of a case; refused when it names an agent that is not here, or another case has its name. */
export async function testData(tx: TxCtx, terms: Terms, id: string | null) {
  const taken = await tx.db.policyTest.findUnique({ where: { orgId_name: { orgId: tx.orgId, name: terms.name } } });
  if (taken && taken.id !== id)
    throw new Refusal("conflict", `There is a case named “${terms.name}” already. Choose another name.`);
  if (terms.principal.kind === "agent") {
    const where = { id_orgId: { id: terms.principal.id, orgId: tx.orgId } };
    if (!(await tx.db.agent.findUnique({ where, select: { id: true } })))
      throw new Refusal("invalid_input", "The case names an agent that is not here.");
  }
  return {
    name: terms.name,
    principal: terms.principal,
    tool: terms.tool,
    arguments: exactly(terms.arguments),
    expected: terms.expected,
    expectedRule: terms.expectedRule,
    updatedByName: tx.actor.name,
    updatedAt: tx.now,
  };
}

function exactly(value: PolicyTest["arguments"]): string {
  try {
    return canonicalJson(value);
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
    throw new Refusal("invalid_input", `The arguments cannot be used: there is ${error.message}.`);
  }
}

export const testTarget = ({ id, name }: Pick<PolicyTest, "id" | "name">) =>
  ({ kind: "policyTest", id, name }) as const;
