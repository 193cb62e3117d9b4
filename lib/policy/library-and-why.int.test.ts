/** Adopting a policy of the library, and asking why a call was decided as it was. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { payTool, readTool, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { adoptLibraryPolicy } from "./adopt-library-policy";
import { editPolicy } from "./edit-policy";
import { getLibraryEntry } from "./get-library-entry";
import { listLibrary } from "./list-library";
import { listPolicies } from "./list-policies";
import { listPolicyTests } from "./list-policy-tests";
import { previewLibraryPolicy } from "./preview-library-policy";
import { pushPolicies } from "./push-policies";
import { runPolicyTests } from "./run-policy-tests";

await testDatabase();
let fleet: TestFleet;
let other: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
  other = await testFleet("Another organisation");
});

const code = (value: string) => expect.objectContaining({ code: value });

describe("a policy of the library", () => {
  const entry = "payments-above-denied";
  const blanks = () => ({ agents: [fleet.agentId], tools: [payTool], argument: "amount", limit: 1000 });
  const adopt = (more: object = {}) => ({
    entry,
    slug: "hard-limit",
    title: "Nothing above 1000",
    blanks: blanks(),
    ...more,
  });
  const kept = async () => [
    (await listPolicies(fleet.ctx, {})).items.length,
    (await listPolicyTests(fleet.ctx, {})).items.length,
  ];

  test("is refused from who may not edit policies, and with what is not here: nothing is kept", async () => {
    const before = await kept();
    await expect(adoptLibraryPolicy(fleet.as("owner"), adopt())).rejects.toEqual(code("forbidden"));
    await expect(adoptLibraryPolicy(fleet.ctx, adopt({ entry: "nothing" }))).rejects.toEqual(code("not_found"));
    for (const wrong of [
      { agents: [other.agentId] },
      { tools: ["bank/none"] },
      { tools: [readTool] },
      { limit: -1 },
      { limit: 0.5 },
      { argument: "to" },
      { checkpoint: "owner-agrees" },
    ])
      await expect(adoptLibraryPolicy(fleet.ctx, adopt({ blanks: { ...blanks(), ...wrong } }))).rejects.toEqual(
        code("invalid_input"),
      );
    expect(await kept()).toEqual(before);
  });
  test("is refused under a name that is taken, and says so where a repository owns it: nothing is kept", async () => {
    await expect(adoptLibraryPolicy(fleet.ctx, adopt({ slug: "bank-open" }))).rejects.toEqual(code("conflict"));
    const pushed = {
      ...{ repository: "https://example.test/policies.git", commit: "0123456789abcdef", tests: [] },
      policies: [
        { slug: "theirs", title: "Theirs", text: 'forbid (principal in Team::"x", action, resource);', path: "p" },
      ],
    };
    await pushPolicies(fleet.ctx, pushed);
    const before = await kept();
    await expect(adoptLibraryPolicy(fleet.ctx, adopt({ slug: "theirs" }))).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("belongs to https://example.test/policies.git"),
    });
    expect(await kept()).toEqual(before);
  });
  test("is shown before it is kept, and then kept as a draft with its tests and where it comes from", async () => {
    const shown = await previewLibraryPolicy(fleet.ctx, { entry, slug: "hard-limit", blanks: blanks() });
    expect(shown.problems).toEqual([]);
    expect(shown.tests).toMatchObject([
      { expected: "deny", arguments: { amount: 1001 }, without: "hold", needed: true },
    ]);
    const { policy, tests } = await adoptLibraryPolicy(fleet.ctx, adopt());
    expect(tests).toBe(1);
    expect(policy).toMatchObject({ inForce: null, library: { entry, version: 1 }, current: { text: shown.text } });
    expect((await runPolicyTests(fleet.ctx, {})).failed).toBe(0);
    expect((await runPolicyTests(fleet.ctx, { against: "inForce" })).failed).toBe(1);
    expect((await listPolicies(fleet.ctx, {})).items.find(({ slug }) => slug === "hard-limit")).toEqual(policy);
    await expect(adoptLibraryPolicy(fleet.ctx, adopt())).rejects.toEqual(code("conflict"));
  });
  test("is listed as adopted, as changed once its text is, and is nobody else's", async () => {
    const adopted = async () => (await getLibraryEntry(fleet.ctx, { entry })).adopted;
    const [mine] = await adopted();
    expect(mine).toMatchObject({ slug: "hard-limit", version: 1, edited: false, inForce: false, status: "active" });
    const { text } = await previewLibraryPolicy(fleet.ctx, {
      entry,
      slug: "harder-limit",
      blanks: { ...blanks(), limit: 900 },
    });
    await editPolicy(fleet.ctx, { id: mine?.id ?? "", version: 1, text: text ?? "" });
    expect(await adopted()).toMatchObject([{ edited: true }]);
    expect((await listLibrary(other.ctx, {})).items.flatMap((one) => one.adopted)).toEqual([]);
  });
});
