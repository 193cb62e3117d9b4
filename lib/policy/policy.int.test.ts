import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { saveRule } from "@/lib/checkpoints/save-rule";
import { publishByTwo, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { canonicalJson, sha256 } from "@/sdk/canonical";
import { verifyCanonical } from "@/sdk/crypto";
import { createPolicy } from "./create-policy";
import { editPolicy } from "./edit-policy";
import { getBundle } from "./get-bundle";
import { getPolicy } from "./get-policy";
import { listPolicies } from "./list-policies";
import { publishBundle } from "./publish-bundle";
import { refreshBundle } from "./refresh-bundle";
import { simulateDecision } from "./simulate-decision";
import { validatePolicy } from "./validate-policy";

await testDatabase();
let fleet: TestFleet;
let other: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
  other = await testFleet("Another organisation");
});

const code = (value: string) => expect.objectContaining({ code: value });
const problemsOf = async (text: string) =>
  (await validatePolicy(fleet.ctx, { text })).problems.map(({ message }) => message).join("\n");

describe("validation", () => {
  test("a syntax error is pointed at, also after characters that take several bytes", async () => {
    const text = "// äöü\npermit (principal, action, resource) whn { true };";
    const { valid, problems } = await validatePolicy(fleet.ctx, { text });
    expect(valid).toBe(false);
    expect(text.slice(problems[0]?.from ?? 0, problems[0]?.to ?? 0)).toBe("whn");
  });
  test("an unknown tool, argument, annotation or rule is an error", async () => {
    expect(await problemsOf('permit (principal, action == Action::"bank/nothing", resource);')).toMatch(
      /bank\/nothing/,
    );
    expect(
      await problemsOf('forbid (principal, action == Action::"bank/pay", resource) when { context.args.amuont > 1 };'),
    ).toMatch(/amuont/);
    expect(await problemsOf('@chekpoint("owner-agrees") forbid (principal, action, resource);')).toMatch(/@chekpoint/);
    expect(await problemsOf('@checkpoint("nobody") forbid (principal, action, resource);')).toMatch(
      /no checkpoint rule/,
    );
    expect(await problemsOf('@checkpoint("owner-agrees") permit (principal, action, resource);')).toMatch(
      /belongs on a forbid/,
    );
  });
  test("a wrong type in a condition is an error, so that it cannot fail open at a point", async () => {
    expect(
      await problemsOf('forbid (principal, action == Action::"bank/pay", resource) when { context.args.to > 1 };'),
    ).not.toBe("");
  });
  test("two policies in one text are refused", async () => {
    expect(await problemsOf("permit (principal, action, resource);\nforbid (principal, action, resource);")).not.toBe(
      "",
    );
  });
  test("who may only read policies cannot write one", async () => {
    await expect(
      createPolicy(fleet.as("owner"), { slug: "x", title: "x", text: "permit (principal, action, resource);" }),
    ).rejects.toEqual(code("forbidden"));
  });
});

describe("versions", () => {
  test("an older version cannot be edited over a newer one", async () => {
    const policy = await createPolicy(fleet.ctx, {
      slug: "versioned",
      title: "v",
      text: "permit (principal, action, resource);",
    });
    await editPolicy(fleet.ctx, {
      id: policy.id,
      version: 1,
      text: 'permit (principal, action, resource == Server::"bank");',
    });
    await expect(
      editPolicy(fleet.ctx, { id: policy.id, version: 1, text: "permit (principal, action, resource);" }),
    ).rejects.toEqual(code("conflict"));
    expect((await getPolicy(fleet.ctx, { id: policy.id })).versions.map(({ version }) => version)).toEqual([2, 1]);
    await editPolicy(fleet.ctx, { id: policy.id, version: 2, status: "disabled" });
  });
  test("another organisation's policy does not exist", async () => {
    const foreign = (await listPolicies(other.ctx, {})).items[0];
    await expect(getPolicy(fleet.ctx, { id: foreign?.id ?? "" })).rejects.toEqual(code("not_found"));
  });
  test("a rule cannot name somebody of another organisation", async () => {
    await expect(
      saveRule(fleet.ctx, {
        slug: "foreign",
        title: "f",
        stages: [{ title: "x", need: 1, from: [{ kind: "people", ids: [other.users.owner.id] }] }],
      }),
    ).rejects.toEqual(code("invalid_input"));
  });
});

describe("bundles", () => {
  test("are signed over the canonical manifest, which names the digest of the content", async () => {
    const bundle = await getBundle(fleet.ctx, { revision: fleet.revision });
    expect(verifyCanonical(fleet.enrolment.trust[0]?.publicKey ?? "", bundle.manifest, bundle.signature)).toBe(true);
    expect(sha256(bundle.content)).toBe(bundle.manifest.contentDigest);
    expect(canonicalJson(JSON.parse(bundle.content))).toBe(bundle.content);
  });
  test("an edit changes nothing until it is published, even when the inventory changes", async () => {
    const all = (await listPolicies(fleet.ctx, {})).items;
    const close = all.find(({ slug }) => slug === "close-never");
    if (!close) throw new Error("the policy is missing");
    const ask = { agentId: fleet.agentId, tool: "bank/close_account", arguments: { account: "1" } };
    await editPolicy(fleet.ctx, { id: close.id, version: close.current.version, status: "disabled" });
    await registerAgent(fleet.ctx, { name: "Another", purpose: "p" });
    expect(await refreshBundle(fleet.system)).not.toBeNull();
    expect((await simulateDecision(fleet.ctx, ask)).effect).toBe("deny");
    await publishByTwo(fleet);
    expect((await simulateDecision(fleet.ctx, ask)).effect).toBe("allow");
  });
  test("a condition of many parts can be signed", async () => {
    const parts = Array.from({ length: 60 }, (_, at) => `context.args.amount != ${at}`).join(" && ");
    const text = `forbid (principal, action == Action::"bank/pay", resource) when { ${parts} && context.args.amount > 1000000 };`;
    await createPolicy(other.ctx, { slug: "many-parts", title: "Many parts", text });
    await expect(publishByTwo(other)).resolves.toMatchObject({ revision: expect.any(Number) });
  });
  test("nothing new is signed when nothing changed", async () => {
    await refreshBundle(fleet.system);
    expect(await refreshBundle(fleet.system)).toBeNull();
  });
  test("two publications at once get two revisions, without a gap", async () => {
    const [a, b] = await Promise.all([publishBundle(fleet.ctx, {}), publishBundle(fleet.ctx, {})]);
    expect(Math.abs((a.done?.revision ?? 0) - (b.done?.revision ?? 0))).toBe(1);
  });
  test("the three outcomes: allow, deny, hold", async () => {
    const ask = (tool: string, args: Record<string, string | number>) =>
      simulateDecision(other.ctx, { agentId: other.agentId, tool, arguments: args });
    expect(await ask("bank/balance", { account: "1" })).toMatchObject({ effect: "allow", policies: ["bank-open"] });
    expect(await ask("bank/close_account", { account: "1" })).toMatchObject({
      effect: "deny",
      policies: ["close-never"],
    });
    expect(await ask("bank/pay", { to: "ACME", amount: 101 })).toMatchObject({
      effect: "hold",
      rules: ["owner-agrees"],
    });
    expect(await ask("bank/pay", { to: "ACME", amount: 100 })).toMatchObject({ effect: "allow" });
  });
});
