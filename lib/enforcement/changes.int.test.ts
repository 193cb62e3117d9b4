/** Nobody weakens enforcement alone: who may not confirm, what may not be confirmed, and what happens when it is. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { beginConfirmation } from "@/lib/changes/begin-confirmation";
import type { ChangeRequest } from "@/lib/changes/contract";
import { getChange } from "@/lib/changes/get-change";
import { listChanges } from "@/lib/changes/list-changes";
import { withdrawChange } from "@/lib/changes/withdraw-change";
import { getHoldLimits } from "@/lib/checkpoints/get-hold-limits";
import { saveRule } from "@/lib/checkpoints/save-rule";
import { setHoldLimits } from "@/lib/checkpoints/set-hold-limits";
import { confirmChange } from "@/lib/confirmations/confirm-change";
import { database } from "@/lib/db/client";
import { contextFor } from "@/lib/db/ctx";
import { editPerson } from "@/lib/guarded/edit-person";
import { createApiKey } from "@/lib/identity/create-api-key";
import { resolveApiKey } from "@/lib/identity/resolve-api-key";
import type { Wrong } from "@/lib/identity/testing-passkey";
import { registerAgent } from "@/lib/inventory/register-agent";
import { setToolServer } from "@/lib/inventory/set-tool-server";
import { defaults } from "@/lib/oversight/contract";
import { getOversightSetting } from "@/lib/oversight/get-oversight-setting";
import { setOversightSetting } from "@/lib/oversight/set-oversight-setting";
import { createPolicy } from "@/lib/policy/create-policy";
import { editPolicy } from "@/lib/policy/edit-policy";
import { listPolicies } from "@/lib/policy/list-policies";
import { listRules } from "@/lib/policy/list-rules";
import { publishBundle } from "@/lib/policy/publish-bundle";
import { simulateDecision } from "@/lib/policy/simulate-decision";
import { closeTool, confirmAs, passkeyOf, publishByTwo, type TestFleet, testFleet } from "./testing";

await testDatabase();
let fleet: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
});

const code = (value: string) => expect.objectContaining({ code: value });
const closing = async (of = fleet) =>
  (await simulateDecision(of.ctx, { agentId: of.agentId, tool: closeTool, arguments: { account: "1" } })).effect;
const policyOf = async (slug: string, of = fleet) => {
  const found = (await listPolicies(of.ctx, {})).items.find((policy) => policy.slug === slug);
  if (!found) throw new Error(`${slug} is missing`);
  return found;
};
const setStatus = async (slug: string, status: "active" | "disabled", of = fleet) => {
  const policy = await policyOf(slug, of);
  await editPolicy(of.ctx, { id: policy.id, version: policy.current.version, status });
};
const reason = "accounts are closed by hand now";

/** Asks that the forbid leaves the set. */
async function proposed(of = fleet): Promise<ChangeRequest> {
  await setStatus("close-never", "disabled", of);
  const { done, request } = await publishBundle(of.ctx, { reason });
  expect(done).toBeNull();
  if (!request) throw new Error("one person was enough");
  return request;
}
const withdrawn = ({ id }: ChangeRequest) => withdrawChange(fleet.ctx, { id });
async function answered(request: ChangeRequest, wrong: Wrong = {}) {
  const shown = { id: request.id, digest: request.digest };
  const passkey = await passkeyOf(fleet, "security");
  const { stepUpId, options } = await beginConfirmation(fleet.as("security"), shown);
  return { ...shown, stepUp: { id: stepUpId, answer: passkey.approve(options.challenge, wrong) } };
}
const actionsOf = async (id: string) =>
  (await database().auditEntry.findMany({ where: { targetId: id }, orderBy: { seq: "asc" } })).map(
    ({ action }) => action,
  );

describe("a publication that weakens", () => {
  test("changes nothing when it is asked for, and says what becomes weaker and who may confirm", async () => {
    const request = await proposed();
    expect(await closing()).toBe("deny");
    expect(request).toMatchObject({
      status: "proposed",
      askedByName: "The admin",
      confirmers: ["The security"],
      reason,
    });
    expect(request.weakenings.map(({ way }) => way)).toEqual(["forbid.removed", "call.allowed"]);
    expect(request.weakenings[1]?.sentence).toContain('Payments agent calling bank/close_account {"account":"x"}');
    expect((await getChange(fleet.as("auditor"), { id: request.id })).texts).toMatchObject([{ after: "" }]);
    expect(await actionsOf(request.id)).toEqual(["change.proposed"]);
    await withdrawn(request);
  });
  test("needs a reason", async () => {
    await setStatus("close-never", "disabled");
    await expect(publishBundle(fleet.ctx, {})).rejects.toMatchObject({
      code: "invalid_input",
      invalidParams: [{ path: "reason" }],
    });
  });
  test("asked for twice is one request", async () => {
    const [first, second] = [await proposed(), await proposed()];
    expect(second.id).toBe(first.id);
    expect((await listChanges(fleet.ctx, { status: "proposed" })).items.map(({ id }) => id)).toEqual([first.id]);
    await withdrawn(first);
  });
  test("is not asked for by a key that nobody answers for", async () => {
    await setStatus("close-never", "disabled");
    const key = await createApiKey(fleet.ctx, { name: "nobody's", role: "admin" });
    await database().apiKey.update({ where: { id: key.id }, data: { createdById: null } });
    const actor = await resolveApiKey(key.secret);
    if (!actor) throw new Error("the key is not accepted");
    await expect(publishBundle(contextFor(actor.actor, fleet.orgId), { reason })).rejects.toEqual(code("forbidden"));
    expect(await closing()).toBe("deny");
  });
});

describe("it is not confirmed", () => {
  test("by whoever asked, nor by their API key, nor without the permission", async () => {
    const request = await proposed();
    const shown = { id: request.id, digest: request.digest };
    await passkeyOf(fleet, "admin");
    await expect(beginConfirmation(fleet.ctx, shown)).rejects.toEqual(code("forbidden"));
    await expect(confirmAs(fleet, "owner", request)).rejects.toEqual(code("forbidden"));
    const { stepUp } = await answered(request);
    await expect(confirmChange(fleet.ctx, { ...shown, stepUp })).rejects.toEqual(code("forbidden"));
    const { secret } = await createApiKey(fleet.as("admin"), { name: "program", role: "security" });
    const actor = await resolveApiKey(secret);
    if (!actor) throw new Error("the key is not accepted");
    const program = contextFor(actor.actor, fleet.orgId);
    await expect(confirmChange(program, { ...shown, stepUp })).rejects.toEqual(code("forbidden"));
    expect(await closing()).toBe("deny");
    await withdrawn(request);
  });
  test("without a passkey", async () => {
    const own = await testFleet("No passkeys");
    const { id, digest } = await proposed(own);
    await expect(beginConfirmation(own.as("security"), { id, digest })).rejects.toEqual(code("step_up_required"));
  });
  test.each<[string, Wrong]>([
    ["from another site", { origin: "https://evil.example" }],
    ["without its user verified", { userVerified: false }],
    ["to another challenge", { challenge: Buffer.from("x".repeat(32)).toString("base64url") }],
  ])("by a passkey's answer %s", async (_, wrong) => {
    const request = await proposed();
    await expect(confirmChange(fleet.as("security"), await answered(request, wrong))).rejects.toEqual(
      code("step_up_refused"),
    );
    expect(await closing()).toBe("deny");
    expect(await actionsOf(request.id)).toContain("change.refused");
    await withdrawn(request);
  });
  test("under another digest, or by an answer that was given for another change", async () => {
    const [first] = [await proposed()];
    const answer = await answered(first);
    const other = `sha256:${"0".repeat(64)}`;
    await expect(confirmChange(fleet.as("security"), { ...answer, digest: other })).rejects.toEqual(
      code("digest_mismatch"),
    );
    await withdrawn(first);
    const second = await proposed();
    expect(second.digest).not.toBe(first.digest);
    const shown = { id: second.id, digest: second.digest };
    await expect(confirmChange(fleet.as("security"), { ...shown, stepUp: answer.stepUp })).rejects.toEqual(
      code("step_up_refused"),
    );
    await withdrawn(second);
  });
  test("after its time, or once it was withdrawn", async () => {
    const request = await proposed();
    const answer = await answered(request);
    await database().changeRequest.update({ where: { id: request.id }, data: { expiresAt: new Date(0) } });
    await expect(confirmChange(fleet.as("security"), answer)).rejects.toEqual(code("expired"));
    expect((await getChange(fleet.ctx, { id: request.id })).status).toBe("expired");
    const again = await proposed();
    const late = await answered(again);
    await withdrawChange(fleet.as("security"), { id: again.id, reason: "not now" });
    await expect(confirmChange(fleet.as("security"), late)).rejects.toEqual(code("conflict"));
  });
  test("once somebody published otherwise: it is overtaken", async () => {
    const request = await proposed();
    const answer = await answered(request);
    await setStatus("close-never", "active");
    await createPolicy(fleet.ctx, {
      slug: "stricter",
      title: "Stricter",
      text: 'forbid (principal, action == Action::"bank/balance", resource);',
    });
    expect((await publishBundle(fleet.as("security"), {})).request).toBeNull();
    expect((await getChange(fleet.ctx, { id: request.id })).status).toBe("overtaken");
    await expect(confirmChange(fleet.as("security"), answer)).rejects.toEqual(code("conflict"));
    expect(await closing()).toBe("deny");
  });
  test("when it would weaken more than was shown", async () => {
    const request = await proposed();
    const answer = await answered(request);
    await registerAgent(fleet.ctx, { name: "Newcomer", purpose: "p" });
    const refusal = await confirmChange(fleet.as("security"), answer).catch((error: Error) => error);
    expect(refusal).toEqual(code("conflict"));
    expect((refusal as Error).message).toContain("not what you were shown any more");
    expect(await closing()).toBe("deny");
    await withdrawn(request);
  });
});

describe("confirmed by another person", () => {
  test("it is in force, once, with the receipt and everything told to the audit log", async () => {
    const request = await proposed();
    const answer = await answered(request);
    const after = await confirmChange(fleet.as("security"), answer);
    expect(after).toMatchObject({ status: "confirmed", closedByName: "The security" });
    expect(await closing()).toBe("allow");
    await expect(confirmChange(fleet.as("security"), answer)).rejects.toEqual(code("conflict"));
    const row = await database().changeRequest.findUniqueOrThrow({ where: { id: request.id } });
    expect(row.stepUp).toMatchObject({ statement: expect.stringContaining(request.digest) });
    expect(await actionsOf(request.id)).toEqual(["change.proposed", "change.confirmed", "change.refused"]);
    const [confirmed] = await database().auditEntry.findMany({
      where: { targetId: request.id, action: "change.confirmed" },
    });
    expect(JSON.parse(confirmed?.leaf ?? "{}")).toMatchObject({
      detail: { askedBy: fleet.users.admin.id, confirmedBy: fleet.users.security.id, reason, weakenings: [{}, {}] },
    });
  });
  test("two who confirm at once confirm once", async () => {
    await setStatus("close-never", "active");
    await publishByTwo(fleet);
    const request = await proposed();
    const both = [await answered(request), await answered(request)];
    const ends = await Promise.allSettled(both.map((answer) => confirmChange(fleet.as("security"), answer)));
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("settings", () => {
  const stages = (need: number) => [
    { title: "them", need, from: [{ kind: "owner" as const }, { kind: "role" as const, role: "admin" as const }] },
  ];
  const ruleNow = async () => (await listRules(fleet.ctx, {})).items.find(({ slug }) => slug === "owner-agrees");

  test("a weaker rule waits while a policy in force names it; a stricter one does not", async () => {
    const weaker = {
      slug: "owner-agrees",
      title: "The owner agrees",
      stages: stages(1),
      expiresInSeconds: 3600,
      reason,
    };
    const { done, request } = await saveRule(fleet.ctx, weaker);
    expect(done).toBeNull();
    expect(request?.weakenings.map(({ way }) => way)).toEqual(["rule.moreEligible", "rule.waitsLonger"]);
    expect((await ruleNow())?.expiresInSeconds).toBe(900);
    if (!request) throw new Error("one person was enough");
    await confirmAs(fleet, "security", request);
    expect((await ruleNow())?.expiresInSeconds).toBe(3600);
    const stricter = { slug: "owner-agrees", title: "The owner agrees", stages: stages(1), expiresInSeconds: 600 };
    expect((await saveRule(fleet.ctx, stricter)).done?.expiresInSeconds).toBe(600);
    await saveRule(fleet.ctx, { slug: "unused", title: "Unused", stages: stages(2) });
    expect((await saveRule(fleet.ctx, { slug: "unused", title: "Unused", stages: stages(1) })).request).toBeNull();
  });
  test("higher limits, fewer decoys and trust in unread tools wait, and are carried out as asked", async () => {
    const now = await getHoldLimits(fleet.ctx, {});
    const limits = { perMinute: now.perMinute + 1, pauseAfter: now.pauseAfter };
    const asked = await setHoldLimits(fleet.ctx, { ...limits, reason });
    expect(asked.done).toBeNull();
    if (asked.request) await confirmAs(fleet, "security", asked.request);
    expect(await getHoldLimits(fleet.ctx, {})).toEqual(limits);

    const decoys = await setOversightSetting(fleet.ctx, { ...defaults, decoysPerHundred: 5, version: 0 });
    const version = decoys.done?.version ?? 0;
    const fewer = await setOversightSetting(fleet.ctx, { ...defaults, decoysPerHundred: 1, version, reason });
    expect(fewer.done).toBeNull();
    if (fewer.request) await confirmAs(fleet, "security", fewer.request);
    expect((await getOversightSetting(fleet.ctx, {})).decoysPerHundred).toBe(1);

    const trust = { name: "bank", firstUse: "trust-first-use", operationClass: "read", reason } as const;
    const trusted = await setToolServer(fleet.ctx, trust);
    expect(trusted.request?.weakenings.map(({ way }) => way)).toEqual(["toolServer.trusted"]);
    expect(await database().toolServer.count({ where: { orgId: fleet.orgId, firstUse: "trust-first-use" } })).toBe(0);
    if (trusted.request) await confirmAs(fleet, "security", trusted.request);
    expect(await database().toolServer.count({ where: { orgId: fleet.orgId, firstUse: "trust-first-use" } })).toBe(1);
  });
});

describe("where nobody else could confirm", () => {
  test("one person goes on alone, on record; from the moment of a second one it takes two, for good", async () => {
    const alone = await testFleet("Alone");
    const second = { id: alone.users.security.id };
    await database().user.update({ where: second, data: { status: "disabled" } });
    await setStatus("close-never", "disabled", alone);
    expect((await publishBundle(alone.ctx, {})).done).not.toBeNull();
    expect(await closing(alone)).toBe("allow");
    const entries = await database().auditEntry.findMany({ where: { orgId: alone.orgId, action: "change.alone" } });
    expect(JSON.parse(entries[0]?.leaf ?? "{}")).toMatchObject({
      detail: { change: "publication", weakenings: [{}, {}] },
    });

    await setStatus("close-never", "active", alone);
    await publishBundle(alone.ctx, {});
    await editPerson(alone.ctx, { id: second.id, status: "active" });
    await editPerson(alone.ctx, { id: second.id, status: "disabled" });
    const request = await proposed(alone);
    expect(request.confirmers).toEqual([]);
    expect(await closing(alone)).toBe("deny");
  });
});
