/** Cases beside the policies, the review before a publication, two people publishing at once, and going back. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { closeTool, confirmAs, payTool, readTool, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { comparePolicies } from "./compare-policies";
import { MOST_POLICIES } from "./contract";
import { createPolicy } from "./create-policy";

import { createPolicyTest } from "./create-policy-test";
import { deletePolicyTest } from "./delete-policy-test";
import { editPolicy } from "./edit-policy";
import { editPolicyTest } from "./edit-policy-test";
import { findConflicts } from "./find-conflicts";
import { listPolicies } from "./list-policies";
import { listPolicyTests } from "./list-policy-tests";
import { publishBundle } from "./publish-bundle";
import { pushPolicies } from "./push-policies";
import { revertBundle } from "./revert-bundle";
import { reviewDraft } from "./review-draft";
import { runPolicyTests } from "./run-policy-tests";
import { simulateDecision } from "./simulate-decision";
import { takeOverPolicy } from "./take-over-policy";

await testDatabase();
let fleet: TestFleet;
let other: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
  other = await testFleet("Another organisation");
});

const closeText = 'forbid (principal, action == Action::"bank/close_account", resource);';
const code = (value: string) => expect.objectContaining({ code: value });
const ours = () => ({ kind: "agent", id: fleet.agentId }) as const;
const policyNamed = async (slug: string) => {
  const found = (await listPolicies(fleet.ctx, {})).items.find((policy) => policy.slug === slug);
  if (!found) throw new Error(`${slug} is missing`);
  return found;
};
const effectOf = async (tool: string, args: Record<string, string | number>) =>
  (await simulateDecision(fleet.ctx, { agentId: fleet.agentId, tool, arguments: args })).effect;

describe("a case", () => {
  const payHeld = () => ({
    name: "payments above 100 are held",
    principal: ours(),
    tool: payTool,
    arguments: { to: "ACME", amount: 101 },
    expected: "hold" as const,
    expectedRule: "owner-agrees",
  });
  test("is refused from who may not edit policies, for another organisation's agent, twice under a name, or without sense", async () => {
    await expect(createPolicyTest(fleet.as("owner"), payHeld())).rejects.toEqual(code("forbidden"));
    const theirs = { ...payHeld(), principal: { kind: "agent", id: other.agentId } as const };
    await expect(createPolicyTest(fleet.ctx, theirs)).rejects.toEqual(code("invalid_input"));
    await expect(createPolicyTest(fleet.ctx, { ...payHeld(), expected: "allow" })).rejects.toEqual(
      code("invalid_input"),
    );
    const long = { ...payHeld(), arguments: { to: "x".repeat(20_000), amount: 1 } };
    await expect(createPolicyTest(fleet.ctx, long)).rejects.toEqual(code("invalid_input"));
    await createPolicyTest(fleet.ctx, payHeld());
    await expect(createPolicyTest(fleet.ctx, payHeld())).rejects.toEqual(code("conflict"));
  });
  test("is not changed over somebody else's change, and is nobody else's", async () => {
    const [kept] = (await listPolicyTests(fleet.ctx, {})).items;
    if (!kept) throw new Error("no case");
    const edit = { ...payHeld(), id: kept.id, version: kept.version, name: "big payments are held" };
    expect(await editPolicyTest(fleet.ctx, edit)).toMatchObject({ name: "big payments are held", version: 2 });
    await expect(editPolicyTest(fleet.ctx, edit)).rejects.toEqual(code("conflict"));
    await expect(deletePolicyTest(other.ctx, { id: kept.id })).rejects.toEqual(code("not_found"));
    expect((await listPolicyTests(other.ctx, {})).items).toEqual([]);
  });
  test("that fails blocks the publication, and says which, what was expected, what came out and why", async () => {
    const held = await policyNamed("pay-held");
    await editPolicy(fleet.ctx, { id: held.id, version: held.current.version, status: "disabled" });
    const [result] = (await runPolicyTests(fleet.ctx, {})).results;
    expect(result).toMatchObject({ passed: false, got: { effect: "allow", policies: ["bank-open"] } });
    expect((await runPolicyTests(fleet.ctx, { against: "inForce" })).failed).toBe(0);
    const refusal = await publishBundle(fleet.ctx, { reason: "x" }).catch((error: Error) => error);
    expect(refusal).toEqual(code("conflict"));
    expect((refusal as Error).message).toMatch(
      /a case fails\. “big payments are held”: It should be held by the rule owner-agrees, and is allowed/,
    );
    expect(await effectOf(payTool, { to: "ACME", amount: 101 })).toBe("hold");
    await editPolicy(fleet.ctx, { id: held.id, version: held.current.version, status: "active" });
    await publishBundle(fleet.ctx, {});
  });
});

describe("the review before a publication", () => {
  test("names the texts that change and what agents gain and lose, and changes nothing", async () => {
    await createPolicy(fleet.ctx, {
      slug: "no-balance",
      title: "No balances",
      text: 'forbid (principal, action == Action::"bank/balance", resource);',
    });
    const review = await reviewDraft(fleet.ctx, {});
    expect(review.changes).toMatchObject([{ slug: "no-balance", kind: "added", from: null, to: 1, before: "" }]);
    expect(review.meaning?.shifts).toMatchObject([{ shift: "newlyDenied", pairs: 1, agents: 1, tools: 1 }]);
    expect(review.meaning?.shifts[0]?.examples[0]).toMatchObject({
      tool: readTool,
      after: { policies: ["no-balance"] },
    });
    expect(review.tests.map(({ passed }) => passed)).toEqual([true]);
    expect(await effectOf(readTool, { account: "1" })).toBe("allow");
  });
});

describe("two people at once", () => {
  test("the second is refused, is told who published, sees the first's change, and loses nothing", async () => {
    const seen = await reviewDraft(fleet.as("security"), {});
    const base = { published: seen.published, draft: seen.draft };
    const { done } = await publishBundle(fleet.ctx, { base, note: "first" });
    const revision = done?.revision;
    const refusal = await publishBundle(fleet.as("security"), { base, note: "second" }).catch((error: Error) => error);
    expect(refusal).toEqual(code("conflict"));
    expect((refusal as Error).message).toContain(`The admin published revision ${revision}`);
    expect((await reviewDraft(fleet.as("security"), {})).published).toBe(revision);
  });
  test("an edit that was not on the page is not published with it", async () => {
    const close = await policyNamed("close-never");
    const { published, draft } = await reviewDraft(fleet.ctx, {});
    await editPolicy(fleet.as("security"), { id: close.id, version: close.current.version, status: "disabled" });
    await expect(publishBundle(fleet.ctx, { base: { published, draft } })).rejects.toEqual(code("conflict"));
    expect(await effectOf(closeTool, { account: "1" })).toBe("deny");
    await editPolicy(fleet.ctx, { id: close.id, version: close.current.version, status: "active" });
  });
  test("of two publications on the same base exactly one is made", async () => {
    const { published, draft } = await reviewDraft(fleet.ctx, {});
    const both = await Promise.allSettled(
      [fleet.ctx, fleet.as("security")].map((ctx) => publishBundle(ctx, { base: { published, draft } })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

test("a policy that does nothing in the draft is pointed out with a call that shows it, to the organisation's own people", async () => {
  await createPolicy(other.ctx, {
    slug: "balances-too",
    title: "Balances, once more",
    text: 'permit (principal, action == Action::"bank/balance", resource);',
  });
  const report = await findConflicts(other.ctx, {});
  expect(report.conflicts).toContainEqual(
    expect.objectContaining({ policy: "balances-too", kind: "redundant", example: expect.anything() }),
  );
  expect((await findConflicts(fleet.ctx, {})).conflicts.map(({ policy }) => policy)).not.toContain("balances-too");
  expect((await findConflicts(other.ctx, { against: "inForce" })).conflicts).not.toContainEqual(
    expect.objectContaining({ policy: "balances-too" }),
  );
  await editPolicy(other.ctx, { ...(await editable("balances-too")), status: "disabled" });
});
const editable = async (slug: string) => {
  const found = (await listPolicies(other.ctx, {})).items.find((policy) => policy.slug === slug);
  if (!found) throw new Error(`${slug} is missing`);
  return { id: found.id, version: found.current.version };
};

describe("going back", () => {
  test("puts an earlier revision's policies in force in one act, by two people where that weakens; the newer text stays a draft", async () => {
    const before = (await reviewDraft(other.ctx, {})).published ?? 0;
    await createPolicy(other.ctx, {
      slug: "no-balance",
      title: "No balances",
      text: 'forbid (principal, action == Action::"bank/balance", resource);',
    });
    await publishBundle(other.ctx, {});
    const published = (await reviewDraft(other.ctx, {})).published ?? 0;
    await expect(revertBundle(other.ctx, { revision: before, published: before })).rejects.toEqual(code("conflict"));
    await expect(revertBundle(other.ctx, { revision: 9_999, published })).rejects.toEqual(code("not_found"));
    const ask = { agentId: other.agentId, tool: readTool, arguments: { account: "1" } };
    expect((await simulateDecision(other.ctx, ask)).effect).toBe("deny");
    const reason = "balances are needed";
    const { done, request } = await revertBundle(other.ctx, { revision: before, published, reason });
    expect(done).toBeNull();
    expect((await simulateDecision(other.ctx, ask)).effect).toBe("deny");
    if (!request) throw new Error("going back to less needed no second person");
    await confirmAs(other, "security", request);
    expect((await simulateDecision(other.ctx, ask)).effect).toBe("allow");
    expect((await reviewDraft(other.ctx, {})).changes).toMatchObject([{ slug: "no-balance", kind: "added" }]);
  });
});

describe("thousands of policies", () => {
  const from = { repository: "https://example.test/many.git", commit: "0123456789abcdef" };
  const one = (
    slug: string,
    title = slug,
    text = 'permit (principal, action == Action::"bank/balance", resource);',
  ) => ({
    slug,
    title,
    text,
    path: `${slug}.cedar`,
  });
  const many = Array.from({ length: 2_100 }, (_, at) => one(`many-${at}`));
  const push = (policies: typeof many) => pushPolicies(much.ctx, { ...from, policies, tests: [] });
  let much: TestFleet;
  beforeAll(async () => {
    much = await testFleet("Many policies");
  });

  test("are pushed at once, each with its entry in the audit log in their order, and pushed again only where they differ", async () => {
    const seen = { orgId: much.orgId, action: "policy.created", targetName: { startsWith: "many-" } };
    expect((await push(many)).created).toHaveLength(many.length);
    const entries = await database().auditEntry.findMany({ where: seen, orderBy: { seq: "asc" } });
    expect(entries.map(({ targetName }) => targetName)).toEqual(many.map(({ slug }) => slug));
    const told = await push([one("many-0", "Another title"), one("many-1", "many-1", closeText), ...many.slice(2, -1)]);
    expect(told).toMatchObject({ edited: ["many-0", "many-1"], disabled: ["many-2099"], created: [] });
    const rows = (await listPolicies(much.ctx, {})).items;
    const now = (slug: string) => rows.find((row) => row.slug === slug);
    expect(now("many-0")).toMatchObject({ title: "Another title", current: { version: 1 } });
    expect(now("many-1")).toMatchObject({ current: { version: 2, text: closeText } });
    expect(now("many-2099")?.status).toBe("disabled");
  });
  test("one among them that is wrong refuses them all, by its name", async () => {
    const wrong = one("many-9", "many-9", 'permit (principal, action == Action::"no/tool", resource);');
    await expect(push([...many.filter(({ slug }) => slug !== "many-9"), wrong])).rejects.toThrow(/many-9: .*no\/tool/);
    const ruled = one("many-9", "many-9", '@checkpoint("no-rule")\nforbid (principal, action, resource);');
    await expect(push([ruled])).rejects.toThrow(/many-9: .*no checkpoint rule/);
  });
  test("more than an organisation may hold are refused, and nothing of them is kept", async () => {
    await database().$executeRaw`INSERT INTO "Policy" ("id", "orgId", "slug", "title", "status")
      SELECT 'pol_' || lpad(n::text, 26, '0'), ${much.orgId}, 'filler-' || n, 'Filler', 'disabled'
      FROM generate_series(1, ${MOST_POLICIES}::int - (SELECT count(*)::int FROM "Policy" WHERE "orgId" = ${much.orgId})) n`;
    await expect(push([...many.slice(0, 1), one("one-more")])).rejects.toThrow(/10,000 policies at most/);
    const input = { slug: "one-more", title: "One more", text: closeText };
    await expect(createPolicy(much.ctx, input)).rejects.toThrow(/10,000 policies at most/);
    expect(await database().policy.count({ where: { orgId: much.orgId, slug: "one-more" } })).toBe(0);
  });
});

describe("policies from a repository", () => {
  const from = { repository: "https://example.test/rules.git", commit: "0123456789abcdef" };
  const text = 'permit (principal, action == Action::"bank/close_account", resource);';
  const closing = { slug: "closing", title: "Closing", text, path: "policies/closing.cedar" };
  const aCase = {
    name: "closing is denied",
    principal: { kind: "agent" as const, id: "" },
    tool: closeTool,
    arguments: { account: "1" },
    expected: "deny" as const,
  };
  let repo: TestFleet;
  const pushed = (more: object = {}) => ({ ...from, policies: [closing], tests: [], ...more });
  const named = async (slug: string) => (await listPolicies(repo.ctx, {})).items.find((one) => one.slug === slug);
  beforeAll(async () => {
    repo = await testFleet("A repository's");
    aCase.principal.id = repo.agentId;
  });

  test("comparing tells what a push would come to, and keeps nothing", async () => {
    const told = await comparePolicies(repo.ctx, pushed());
    expect(told).toMatchObject({ created: ["closing"], review: { changes: [{ slug: "closing", kind: "added" }] } });
    expect(await named("closing")).toBeUndefined();
  });
  test("a push is all or nothing, from who may edit, and over the publication that was seen", async () => {
    await expect(pushPolicies(repo.as("owner"), pushed())).rejects.toEqual(code("forbidden"));
    await expect(pushPolicies(repo.ctx, pushed({ published: 9_999 }))).rejects.toEqual(code("conflict"));
    const broken = { ...closing, slug: "broken", text: 'permit (principal, action == Action::"no/tool", resource);' };
    await expect(pushPolicies(repo.ctx, pushed({ policies: [closing, broken] }))).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringMatching(/^Nothing was pushed. broken: /),
    });
    expect(await named("closing")).toBeUndefined();
    await pushPolicies(repo.ctx, pushed({ tests: [aCase] }));
    expect(await named("closing")).toMatchObject({ source: { ...from, path: closing.path }, inForce: null });
    expect(await pushPolicies(repo.ctx, pushed({ tests: [aCase] }))).toMatchObject({ unchanged: 1, edited: [] });
  });
  test("the console does not edit what a repository owns until somebody takes it over; the next push is then refused", async () => {
    const owned = await named("closing");
    const [kept] = (await listPolicyTests(repo.ctx, {})).items;
    if (!owned || !kept) throw new Error("nothing was pushed");
    const edit = { id: owned.id, version: owned.current.version, text: text.replace("permit", "forbid") };
    await expect(editPolicy(repo.ctx, edit)).rejects.toMatchObject({ message: expect.stringMatching(/rules\.git/) });
    await expect(editPolicy(repo.ctx, { ...edit, text: undefined, status: "disabled" })).rejects.toEqual(
      code("conflict"),
    );
    await expect(deletePolicyTest(repo.ctx, { id: kept.id })).rejects.toEqual(code("conflict"));
    await expect(takeOverPolicy(repo.as("owner"), { id: owned.id, reason: "x" })).rejects.toEqual(code("forbidden"));
    await takeOverPolicy(repo.ctx, { id: owned.id, reason: "an emergency" });
    await editPolicy(repo.ctx, edit);
    await expect(pushPolicies(repo.ctx, pushed())).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/closing \(the console\)/),
    });
    const adopted = await pushPolicies(repo.ctx, pushed({ adopt: true }));
    expect(adopted).toMatchObject({ edited: ["closing"] });
    expect(await named("closing")).toMatchObject({ source: from, current: { text } });
  });
  test("another repository owns nothing of it; what its own holds no more is disabled, and its cases go", async () => {
    const other = { ...from, repository: "https://example.test/other.git" };
    await expect(pushPolicies(repo.ctx, { ...pushed({ adopt: true }), ...other })).rejects.toEqual(code("conflict"));
    await pushPolicies(repo.ctx, pushed({ policies: [] }));
    expect(await named("closing")).toMatchObject({ status: "disabled" });
    expect((await listPolicyTests(repo.ctx, {})).items).toEqual([]);
  });
});
