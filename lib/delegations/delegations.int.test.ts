import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { standingScopes } from "@/lib/db/standing-scopes";
import { revokeDelegation } from "@/lib/enforcement/revoke-delegation";
import { actByTwo, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { editPerson } from "@/lib/guarded/edit-person";
import { addPasskey } from "@/lib/identity/add-passkey";
import { beginPasskey } from "@/lib/identity/begin-passkey";
import { hashPassword } from "@/lib/identity/password";
import { TestPasskey } from "@/lib/identity/testing-passkey";
import { registerAgent } from "@/lib/inventory/register-agent";
import { currentPolicySet } from "@/lib/policy/current-policy-set";
import { refreshBundle } from "@/lib/policy/refresh-bundle";
import type { RiskTier } from "@/sdk/wire/words";
import { beginSignature } from "./begin-signature";
import type { Delegation } from "./contract";
import { expireDelegations } from "./expire-delegations";
import { getDelegation } from "./get-delegation";
import { listDelegations } from "./list-delegations";
import { refuseDelegation } from "./refuse-delegation";
import { requestDelegation } from "./request-delegation";
import { signDelegation } from "./sign-delegation";
import { withdrawDelegation } from "./withdraw-delegation";

await testDatabase();
let fleet: TestFleet;
let other: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
  other = await testFleet("Another organisation");
});

const code = (value: string) => expect.objectContaining({ code: value });
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
let made = 0;

/** Two agents, of the owner and of the approver, who does not own the other. */
async function pair(riskTier: RiskTier = "medium"): Promise<{ fromId: string; toId: string }> {
  made += 1;
  const facts = { purpose: "test", riskTier };
  const from = await registerAgent(fleet.ctx, { ...facts, name: `Planner ${made}`, ownerId: fleet.users.owner.id });
  const to = await registerAgent(fleet.ctx, { ...facts, name: `Worker ${made}`, ownerId: fleet.users.approver.id });
  return { fromId: from.id, toId: to.id };
}
const ask = (ids: { fromId: string; toId: string }, more: { until?: string } = {}): Promise<Delegation> =>
  requestDelegation(fleet.as("owner"), {
    ...ids,
    operationClasses: ["read"],
    until: inDays(30),
    reason: "it plans for it",
    ...more,
  });
const signBoth = async ({ id, digest }: Delegation): Promise<Delegation> => {
  await signDelegation(fleet.as("owner"), { id, digest });
  return signDelegation(fleet.as("approver"), { id, digest });
};
const edgesOf = async (agentId: string) => {
  await refreshBundle(fleet.system);
  return (await currentPolicySet(fleet.ctx))?.content.agents.find(({ id }) => id === agentId)?.delegations ?? [];
};
const auditOf = async (targetId: string) =>
  (await database().auditEntry.findMany({ where: { targetId }, orderBy: { seq: "asc" } })).map(({ action }) => action);

describe("asking", () => {
  test("an end that has passed, or lies more than a year ahead, is refused", async () => {
    const ids = await pair();
    await expect(ask(ids, { until: inDays(-1) })).rejects.toEqual(code("invalid_input"));
    await expect(ask(ids, { until: inDays(400) })).rejects.toEqual(code("invalid_input"));
  });
  test("an agent through itself, and an agent of another organisation, are refused", async () => {
    const { fromId } = await pair();
    await expect(ask({ fromId, toId: fromId })).rejects.toEqual(code("invalid_input"));
    await expect(ask({ fromId, toId: other.agentId })).rejects.toEqual(code("not_found"));
  });
  test("an owner of neither agent is refused", async () => {
    const facts = { purpose: "test", ownerId: fleet.users.approver.id };
    const one = await registerAgent(fleet.ctx, { ...facts, name: "Theirs one" });
    const two = await registerAgent(fleet.ctx, { ...facts, name: "Theirs two" });
    await expect(ask({ fromId: one.id, toId: two.id })).rejects.toEqual(code("forbidden"));
  });
  test("the same edge is asked for once at a time, however many ask at once", async () => {
    const ids = await pair();
    const asked = await Promise.allSettled([ask(ids), ask(ids), ask(ids)]);
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of asked) if (one.status === "rejected") expect(one.reason).toEqual(code("conflict"));
  });
  test("only who asked takes it back", async () => {
    const { id } = await ask(await pair());
    await expect(withdrawDelegation(fleet.as("security"), { id })).rejects.toEqual(code("forbidden"));
    expect((await withdrawDelegation(fleet.as("owner"), { id })).status).toBe("withdrawn");
  });
});

describe("signing", () => {
  test("one signature puts nothing in force, and the same person gives no second one", async () => {
    const { id, digest, fromId } = { ...(await ask(await pair())), fromId: "" };
    const once = await signDelegation(fleet.as("owner"), { id, digest });
    expect(once).toMatchObject({ status: "requested", mine: null, missing: [{ side: "to" }] });
    expect(await edgesOf(once.from.id)).toEqual([]);
    expect(fromId).toBe("");
    await expect(signDelegation(fleet.as("owner"), { id, digest })).rejects.toEqual(code("forbidden"));
  });
  test("somebody who owns neither agent cannot sign, not even an admin, and the attempt is recorded", async () => {
    const { id, digest } = await ask(await pair());
    await expect(signDelegation(fleet.ctx, { id, digest })).rejects.toEqual(code("forbidden"));
    expect(await auditOf(id)).toEqual(["delegation.requested", "delegation.signatureRefused"]);
  });
  test("another digest than the one that is signed off is refused", async () => {
    const { id } = await ask(await pair());
    const { digest } = await ask(await pair());
    await expect(signDelegation(fleet.as("owner"), { id, digest })).rejects.toEqual(code("digest_mismatch"));
  });
  test("with both signatures it travels in the next bundle, with its bounds", async () => {
    const signed = await signBoth(await ask(await pair()));
    expect(signed).toMatchObject({ status: "signed", signatures: [{ side: "from" }, { side: "to" }] });
    expect(await edgesOf(signed.from.id)).toEqual([
      { to: signed.to.id, operationClasses: ["read"], dataClasses: [], until: signed.until },
    ]);
    expect(await auditOf(signed.id)).toEqual(["delegation.requested", "delegation.signature", "delegation.signed"]);
  });
  test("a newer one takes the place of the one before", async () => {
    const ids = await pair();
    const first = await signBoth(await ask(ids));
    const second = await signBoth(await ask(ids, { until: inDays(60) }));
    expect((await getDelegation(fleet.ctx, { id: first.id })).status).toBe("superseded");
    expect(await edgesOf(ids.fromId)).toMatchObject([{ until: second.until }]);
  });
  test("a signature does not count any more once its giver is no active person", async () => {
    const { id, digest, from } = await ask(await pair());
    await signDelegation(fleet.as("owner"), { id, digest });
    await actByTwo(
      fleet,
      editPerson(fleet.ctx, { reason: "for the test", id: fleet.users.owner.id, status: "disabled" }),
    );
    const half = await signDelegation(fleet.as("approver"), { id, digest });
    expect(half).toMatchObject({ status: "requested", missing: [{ side: "from" }] });
    expect(await edgesOf(from.id)).toEqual([]);
    expect((await signDelegation(fleet.as("security"), { id, digest })).status).toBe("signed");
    await actByTwo(
      fleet,
      editPerson(fleet.ctx, { reason: "for the test", id: fleet.users.owner.id, status: "active" }),
    );
  });
  test("what a delegation is about cannot be changed, even in SQL", async () => {
    const { id } = await ask(await pair());
    const data = { operationClasses: ["read", "money.move"] };
    await expect(database().delegation.update({ where: { id }, data })).rejects.toThrow(/does not change/);
    await expect(database().delegation.update({ where: { id }, data: { status: "revoked" } })).rejects.toThrow(
      /cannot go from requested/,
    );
  });
});

test("where an agent is of a high tier, a signature needs a passkey that signed this very delegation", async () => {
  const password = "correct horse battery";
  await database().user.updateMany({
    where: { orgId: fleet.orgId },
    data: { passwordHash: await hashPassword(password) },
  });
  const owner = fleet.as("owner");
  const [mine, another] = [await ask(await pair("high")), await ask(await pair("high"))];
  const { id, digest } = mine;
  expect(mine.stepUp).toBe(true);
  await expect(signDelegation(owner, { id, digest })).rejects.toEqual(code("step_up_required"));
  await expect(beginSignature(owner, { id, digest })).rejects.toEqual(code("step_up_required"));
  const passkey = new TestPasskey();
  const { stepUpId, options } = await beginPasskey(owner, { password });
  await addPasskey(owner, { stepUpId, name: "key", answer: passkey.register(options.challenge) });
  const answer = async (of: Delegation) => {
    const asked = await beginSignature(owner, { id: of.id, digest: of.digest });
    return { id: asked.stepUpId, answer: passkey.approve(asked.options.challenge) };
  };
  const elsewhere = await answer(another);
  await expect(signDelegation(owner, { id, digest, stepUp: elsewhere })).rejects.toEqual(code("step_up_refused"));
  const right = await answer(mine);
  const signed = await signDelegation(owner, { id, digest, stepUp: right });
  expect(signed.signatures).toMatchObject([{ side: "from", stepUp: true }]);
  await expect(signDelegation(owner, { id: another.id, digest: another.digest, stepUp: right })).rejects.toEqual(
    code("step_up_refused"),
  );
});

describe("ending", () => {
  test("a refusal stops the edge at once, and both signatures let it go again", async () => {
    const ids = await pair();
    const { id } = await ask(ids);
    await expect(refuseDelegation(fleet.as("executive"), { id, reason: "no" })).rejects.toEqual(code("forbidden"));
    const refused = await refuseDelegation(fleet.as("approver"), { id, reason: "not through mine" });
    expect(refused).toMatchObject({ status: "refused", blocks: true });
    const scope = { kind: "delegation", from: ids.fromId, to: ids.toId };
    expect(await standingScopes(fleet.ctx)).toContainEqual(scope);
    const told = await database().controlLog.findFirstOrThrow({
      where: { orgId: fleet.orgId },
      orderBy: { seq: "desc" },
    });
    expect(told.body).toMatchObject({ type: "revoke", scope, active: true });
    await signBoth(await ask(ids));
    expect(await standingScopes(fleet.ctx)).not.toContainEqual(scope);
  });
  test("refusing a change leaves what is in force", async () => {
    const ids = await pair();
    await signBoth(await ask(ids));
    const { id } = await ask(ids, { until: inDays(90) });
    expect(await refuseDelegation(fleet.as("approver"), { id, reason: "enough" })).toMatchObject({ blocks: false });
    expect(await edgesOf(ids.fromId)).toHaveLength(1);
  });
  test("a revocation is an order of its own, and nothing is signed against a standing one", async () => {
    const ids = await pair();
    const { id } = await signBoth(await ask(ids));
    await expect(revokeDelegation(fleet.as("executive"), { id, reason: "no" })).rejects.toEqual(code("forbidden"));
    const order = await revokeDelegation(fleet.as("owner"), { id, reason: "it misbehaves" });
    expect(await getDelegation(fleet.ctx, { id })).toMatchObject({ status: "revoked", stoppedBy: order.orderId });
    expect(await edgesOf(ids.fromId)).toEqual([]);
    const again = await ask(ids);
    await expect(signDelegation(fleet.as("owner"), { id: again.id, digest: again.digest })).rejects.toEqual(
      code("conflict"),
    );
  });
  test("it ends at its end, by the database's clock, and is on record", async () => {
    const signed = await signBoth(await ask(await pair()));
    await database().$executeRaw`ALTER TABLE "Delegation" DISABLE TRIGGER "Delegation_moves"`;
    await database().delegation.update({ where: { id: signed.id }, data: { until: new Date(Date.now() - 1) } });
    await database().$executeRaw`ALTER TABLE "Delegation" ENABLE TRIGGER "Delegation_moves"`;
    await expireDelegations(fleet.system);
    expect((await getDelegation(fleet.ctx, { id: signed.id })).status).toBe("expired");
    const { items } = await listDelegations(fleet.ctx, { agentId: signed.from.id });
    expect(items.map(({ id }) => id)).toContain(signed.id);
  });
  test("another organisation's delegation does not exist", async () => {
    const { id } = await ask(await pair());
    await expect(getDelegation(other.ctx, { id })).rejects.toEqual(code("not_found"));
    await expect(revokeDelegation(other.ctx, { id, reason: "x" })).rejects.toEqual(code("not_found"));
  });
});
