/** Adopting a policy of the library, and asking why a call was decided as it was. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { reportEvents } from "@/lib/activity/report-events";
import { previewStop } from "@/lib/enforcement/preview-stop";
import { stopScope } from "@/lib/enforcement/stop-scope";
import { payTool, readTool, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { newId } from "@/lib/shared/ids";
import { canonicalJson, type JsonObject, sha256 } from "@/sdk/canonical";
import type { CallEvent } from "@/sdk/wire/protocol";
import { adoptLibraryPolicy } from "./adopt-library-policy";
import { editPolicy } from "./edit-policy";
import { explainCall } from "./explain-call";
import { explainDecision } from "./explain-decision";
import { getLibraryEntry } from "./get-library-entry";
import { listLibrary } from "./list-library";
import { listPolicies } from "./list-policies";
import { listPolicyTests } from "./list-policy-tests";
import { previewLibraryPolicy } from "./preview-library-policy";
import { publishBundle } from "./publish-bundle";
import { pushPolicies } from "./push-policies";
import { runPolicyTests } from "./run-policy-tests";
import { simulateDecision } from "./simulate-decision";

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

describe("why", () => {
  const big = { to: "ACME", amount: 500 };
  const asked = () => ({ agentId: fleet.agentId, tool: payTool, arguments: big });
  const single = ({ changes }: Awaited<ReturnType<typeof explainDecision>>) =>
    changes.flatMap(({ steps: [step, more], effect }) => (step && !more ? [{ ...step, effect }] : []));

  test("a call would be held: the policies with their pages, what they read, and what would let it through", async () => {
    const explained = await explainDecision(fleet.ctx, asked());
    const { revision: _, ...simulated } = await simulateDecision(fleet.ctx, asked());
    expect(explained.decision).toMatchObject(simulated);
    expect(explained.policies).toMatchObject([
      { slug: "pay-held", role: "determined", checkpoint: "owner-agrees", id: expect.stringMatching(/^pol_/) },
      { slug: "bank-open", role: "applied", effect: "permit" },
    ]);
    expect(explained.values).toContainEqual({ name: "context.args.amount", value: "500", redacted: false });
    expect(single(explained)).toEqual(
      expect.arrayContaining([
        { kind: "met", rule: "owner-agrees", effect: "allow" },
        { kind: "argument", name: "amount", value: "100", effect: "allow" },
        { kind: "withoutPolicy", policy: "pay-held", title: "Payments above 100 wait for the owner", effect: "allow" },
      ]),
    );
    expect(explained.search.complete).toBe(true);
  });
  test("nothing of another organisation is told", async () => {
    const { decision, policies, changes } = await explainDecision(other.ctx, asked());
    expect([decision.code, policies]).toEqual(["unknown_agent", []]);
    expect(changes.map(({ steps }) => steps)).toEqual([
      [{ kind: "principal", agentId: other.agentId, agentName: "Payments agent" }],
    ]);
  });
  test("a call that an order stops is told as that, with what the policies would say without it", async () => {
    const ask = { agentId: other.agentId, tool: readTool, arguments: { account: "1" } };
    const scope = { kind: "tool", tool: readTool } as const;
    const { confirm } = await previewStop(other.ctx, { scope });
    await stopScope(other.ctx, { scope, reason: "for the test", confirm });
    const stopped = await explainDecision(other.ctx, ask);
    expect(stopped).toMatchObject({ decision: { effect: "deny", code: "revoked" }, policies: [{ slug: "bank-open" }] });
    expect(stopped.changes).toMatchObject([{ steps: [{ kind: "withoutOrder" }], effect: "allow", code: "permitted" }]);
  });

  /** A held payment as a point reports it. */
  async function recorded(shown: JsonObject, more: Partial<CallEvent> = {}): Promise<string> {
    const id = `call-${newId("request")}`;
    const event: CallEvent = {
      ...{ type: "call", id, at: new Date().toISOString(), agentId: fleet.agentId, tool: payTool },
      ...{ operationClass: "money.move", effect: "hold", code: "checkpoint_required", enforced: true },
      ...{ reason: "Held for people.", policies: ["pay-held"], observed: [], revision: fleet.revision },
      ...{ decisionNs: 1, argumentsDigest: sha256(canonicalJson(big)), argumentsText: canonicalJson(shown) },
      ...{ onBehalfOf: null, chain: [], checkpointId: null, traceId: null },
      ...more,
    };
    await reportEvents(fleet.point, { events: [event] });
    return id;
  }
  const MARK = "[redacted sha256:0123456789ab]";

  test("a recorded call is explained under the revision that decided it, whatever is in force now", async () => {
    const id = await recorded(big);
    await publishBundle(fleet.ctx, {});
    expect((await simulateDecision(fleet.ctx, { ...asked(), arguments: { ...big, amount: 1001 } })).effect).toBe(
      "deny",
    );
    const explained = await explainCall(fleet.ctx, { id });
    expect(explained).toMatchObject({ untold: [], decision: { revision: fleet.revision, rules: ["owner-agrees"] } });
    expect(explained.policies.map(({ slug, version }) => [slug, version])).toEqual([
      ["pay-held", 1],
      ["bank-open", 1],
    ]);
    expect(single(explained)).toContainEqual({ kind: "argument", name: "amount", value: "100", effect: "allow" });
    await expect(explainCall(other.ctx, { id })).rejects.toEqual(code("not_found"));
  });
  test("what was redacted is said, and is in the way only where a policy reads it", async () => {
    const harmless = await explainCall(fleet.ctx, { id: await recorded({ to: MARK, amount: 500 }) });
    expect(harmless.untold).toEqual(["Redacted at the point, so not known here: to."]);
    expect(harmless.changes).not.toEqual([]);
    const needed = await explainCall(fleet.ctx, { id: await recorded({ to: "ACME", amount: MARK }) });
    expect(needed.untold.join(" ")).toMatch(/Policies about this tool read amount/);
    expect(needed).toMatchObject({ changes: [], search: { evaluations: 0 }, policies: [{ slug: "pay-held" }] });
    expect(needed.values).toContainEqual({ name: "context.args.amount", value: JSON.stringify(MARK), redacted: true });
    const cut = await explainCall(fleet.ctx, { id: await recorded(big, { argumentsText: '{"to":"AC' }) });
    expect(cut.untold.join()).toMatch(/only in part/);
    const other = await explainCall(fleet.ctx, { id: await recorded({ ...big, amount: 7 }) });
    expect(other.untold.join()).toMatch(/not kept as they were/);
  });
  test("what policies did not decide, or an unknown revision did, is not explained by policies", async () => {
    const stale: Partial<CallEvent> = {
      effect: "deny",
      code: "lease_expired",
      reason: "The lease is over.",
      policies: [],
    };
    const late = await explainCall(fleet.ctx, { id: await recorded(big, stale) });
    expect(late.untold.join()).toMatch(/policies alone do not explain it.*would be held/);
    expect(late.changes).toEqual([]);
    const none = await explainCall(fleet.ctx, {
      id: await recorded(big, { ...stale, code: "no_bundle", revision: 0 }),
    });
    expect(none.untold.join()).toMatch(/No bundle was in force/);
    const gone = await explainCall(fleet.ctx, { id: await recorded(big, { revision: 9_999 }) });
    expect(gone.untold.join()).toMatch(/Revision 9999 is not kept/);
  });
});
