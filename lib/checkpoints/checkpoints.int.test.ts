import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { publishByTwo, type TestFleet, testFleet, testPoint } from "@/lib/enforcement/testing";
import { editAgent } from "@/lib/inventory/edit-agent";
import { getAgent } from "@/lib/inventory/get-agent";
import { editPolicy } from "@/lib/policy/edit-policy";
import { listPolicies } from "@/lib/policy/list-policies";
import { refreshBundle } from "@/lib/policy/refresh-bundle";
import { actionDigest } from "@/sdk/action-digest";
import { verifyCanonical } from "@/sdk/crypto";

import { approveCheckpoint } from "./approve-checkpoint";
import { denyCheckpoint } from "./deny-checkpoint";
import { getCheckpoint } from "./get-checkpoint";
import { listCheckpoints } from "./list-checkpoints";
import { openCheckpoint } from "./open-checkpoint";
import { readCheckpoint } from "./read-checkpoint";
import { redeemGrant } from "./redeem-grant";
import { sweepCheckpoints } from "./sweep-checkpoints";

await testDatabase();
let fleet: TestFleet;
let other: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
  other = await testFleet("Another organisation");
});

const code = (value: string) => expect.objectContaining({ code: value });
const open = async (from = fleet) => {
  const input = from.held();
  const { checkpointId } = await openCheckpoint(from.point, input);
  return { id: checkpointId, digest: input.digest, input };
};
const approved = async () => {
  const { id, digest } = await open();
  await approveCheckpoint(fleet.as("owner"), { id, digest });
  const { grant } = await readCheckpoint(fleet.point, { id });
  if (!grant) throw new Error("an approved request has no grant");
  return { id, digest, grant };
};
const auditOf = async (targetId: string) =>
  (await database().auditEntry.findMany({ where: { targetId }, orderBy: { seq: "asc" } })).map(({ action }) => action);

describe("opening", () => {
  test("a digest that is not the action's is refused", async () => {
    const input = fleet.held();
    await expect(
      openCheckpoint(fleet.point, { ...input, action: { ...input.action, arguments: { to: "EVIL", amount: 500 } } }),
    ).rejects.toEqual(code("digest_mismatch"));
  });
  test("another organisation's agent is refused", async () => {
    const input = fleet.held({ agent: other.agentId });
    await expect(openCheckpoint(fleet.point, input)).rejects.toEqual(code("forbidden"));
  });
  test("a point cannot speak for another point", async () => {
    const { point } = await testPoint(fleet.ctx, [fleet.agentId]);
    await expect(openCheckpoint(point, fleet.held())).rejects.toEqual(code("forbidden"));
  });
  test("what policy does not hold is not held, whatever the point says", async () => {
    await expect(openCheckpoint(fleet.point, fleet.held({ arguments: { to: "ACME", amount: 5 } }))).rejects.toEqual(
      code("policy_changed"),
    );
    await expect(
      openCheckpoint(
        fleet.point,
        fleet.held({ tool: "bank/close_account", operationClass: "config.change", arguments: { account: "1" } }),
      ),
    ).rejects.toEqual(code("policy_changed"));
  });
  test("the same action again is the same request", async () => {
    const input = fleet.held();
    const first = await openCheckpoint(fleet.point, input);
    expect(await openCheckpoint(fleet.point, input)).toEqual(first);
    expect(await auditOf(first.checkpointId)).toEqual(["checkpoint.opened"]);
  });
});

describe("deciding", () => {
  test("somebody who is in no stage is refused, and the attempt is recorded", async () => {
    const { id, digest } = await open();
    await expect(approveCheckpoint(fleet.as("security"), { id, digest })).rejects.toEqual(code("forbidden"));
    expect(await auditOf(id)).toEqual(["checkpoint.opened", "checkpoint.refused"]);
  });
  test("a role without the permission is refused before anything is looked at", async () => {
    const { id, digest } = await open();
    await expect(approveCheckpoint(fleet.as("auditor"), { id, digest })).rejects.toEqual(code("forbidden"));
  });
  test("another organisation's request does not exist", async () => {
    const { id, digest } = await open(other);
    await expect(approveCheckpoint(fleet.as("owner"), { id, digest })).rejects.toEqual(code("not_found"));
    await expect(getCheckpoint(fleet.ctx, { id })).rejects.toEqual(code("not_found"));
  });
  test("a digest that was not shown is refused and nothing is decided", async () => {
    const { id } = await open();
    const { input } = await open();
    await expect(approveCheckpoint(fleet.as("owner"), { id, digest: input.digest })).rejects.toEqual(
      code("digest_mismatch"),
    );
    expect((await getCheckpoint(fleet.ctx, { id })).status).toBe("pending");
  });
  test("a denial needs a reason", async () => {
    const { id, digest } = await open();
    await expect(denyCheckpoint(fleet.as("owner"), { id, digest, reason: " " })).rejects.toEqual(code("invalid_input"));
  });
  test("an expired request cannot be approved, by the database's clock", async () => {
    const { id, digest } = await open();
    await database().checkpoint.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
    await expect(approveCheckpoint(fleet.as("owner"), { id, digest })).rejects.toEqual(code("expired"));
  });
  test("of approve and deny at once one wins, and the loser is told who", async () => {
    const { id, digest } = await open();
    await database().checkpoint.update({
      where: { id },
      data: { stages: [{ title: "both", need: 1, from: [{ kind: "ownerOrBackup" }] }] },
    });
    const results = await Promise.allSettled([
      approveCheckpoint(fleet.as("owner"), { id, digest }),
      denyCheckpoint(fleet.as("approver"), { id, digest, reason: "no" }),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "already_decided" } });
    expect(["approved", "denied"]).toContain((await getCheckpoint(fleet.ctx, { id })).status);
  });
  test("terminal states are terminal, even in SQL", async () => {
    const { id, digest } = await open();
    await denyCheckpoint(fleet.as("owner"), { id, digest, reason: "not this one" });
    await expect(database().checkpoint.update({ where: { id }, data: { status: "approved" } })).rejects.toThrow(
      /cannot go from denied/,
    );
  });
  test("the owner finds it under mine, another role does not", async () => {
    const { id } = await open();
    expect((await listCheckpoints(fleet.as("owner"), { box: "mine" })).items.map((item) => item.id)).toContain(id);
    expect((await listCheckpoints(fleet.as("executive"), { box: "mine" })).items).toEqual([]);
  });
});

describe("the grant", () => {
  test("is signed by the organisation's key over exactly the approved action", async () => {
    const { grant, digest } = await approved();
    const trusted = fleet.enrolment.trust[0]?.publicKey ?? "";
    expect(verifyCanonical(trusted, grant.grant, grant.signature)).toBe(true);
    expect(verifyCanonical(trusted, { ...grant.grant, agent: other.agentId }, grant.signature)).toBe(false);
    expect(grant.grant.actionDigest).toBe(digest);
  });
  test("works once, however many try at once", async () => {
    const { grant, digest, id } = await approved();
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => redeemGrant(fleet.point, { id: grant.grant.id, actionDigest: digest })),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const lost of tries) if (lost.status === "rejected") expect(lost.reason).toEqual(code("grant_refused"));
    expect((await getCheckpoint(fleet.ctx, { id })).status).toBe("redeemed");
  });
  test("is not another point's", async () => {
    const { grant, digest } = await approved();
    const { point } = await testPoint(fleet.ctx, [fleet.agentId]);
    await expect(redeemGrant(point, { id: grant.grant.id, actionDigest: digest })).rejects.toEqual(code("not_found"));
  });
  test("does not cover a changed argument", async () => {
    const { grant } = await approved();
    const changed = actionDigest(fleet.held({ arguments: { to: "ACME", amount: 501 } }).action);
    await expect(redeemGrant(fleet.point, { id: grant.grant.id, actionDigest: changed })).rejects.toEqual(
      code("grant_refused"),
    );
  });
  test("is void when the approver is no longer the owner", async () => {
    const { grant, digest } = await approved();
    const agent = await getAgent(fleet.ctx, { id: fleet.agentId });
    const swapped = await editAgent(fleet.ctx, {
      id: agent.id,
      version: agent.version,
      ownerId: fleet.users.approver.id,
      backupOwnerId: fleet.users.owner.id,
    });
    await expect(redeemGrant(fleet.point, { id: grant.grant.id, actionDigest: digest })).rejects.toEqual(
      code("grant_refused"),
    );
    await editAgent(fleet.ctx, {
      id: agent.id,
      version: swapped.version,
      ownerId: agent.ownerId,
      backupOwnerId: agent.backupOwnerId,
    });
  });
  test("is refused when policy now forbids the action", async () => {
    const { grant, digest } = await approved();
    const policy = (await listPolicies(fleet.ctx, {})).items.find(({ slug }) => slug === "pay-held");
    if (!policy) throw new Error("the policy is missing");
    const stricter = 'forbid (principal, action == Action::"bank/pay", resource);';
    const edited = await editPolicy(fleet.ctx, { id: policy.id, version: policy.current.version, text: stricter });
    await publishByTwo(fleet);
    await expect(redeemGrant(fleet.point, { id: grant.grant.id, actionDigest: digest })).rejects.toEqual(
      code("grant_refused"),
    );
    await editPolicy(fleet.ctx, { id: policy.id, version: edited.current.version, text: policy.current.text });
    await publishByTwo(fleet);
  });
  test("lapses when it is not used in time", async () => {
    const { grant, digest, id } = await approved();
    await database().grant.update({ where: { id: grant.grant.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    await expect(redeemGrant(fleet.point, { id: grant.grant.id, actionDigest: digest })).rejects.toEqual(
      code("grant_refused"),
    );
    await sweepCheckpoints(fleet.system);
    expect((await getCheckpoint(fleet.ctx, { id })).status).toBe("lapsed");
  });
});

test("what nobody decides in time expires, stays readable, and its point is told", async () => {
  const { id } = await open();
  await database().checkpoint.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
  await sweepCheckpoints(fleet.system);
  expect(await readCheckpoint(fleet.point, { id })).toMatchObject({ status: "expired", grant: null });
  expect(await auditOf(id)).toEqual(["checkpoint.opened", "checkpoint.expired"]);
  const told = await database().controlLog.findMany({
    where: { orgId: fleet.orgId, pepId: fleet.point.actor.id },
    orderBy: { seq: "desc" },
    take: 1,
  });
  expect(told[0]?.body).toMatchObject({ type: "checkpoint.decided", checkpointId: id, status: "expired" });
});

test("a kill cancels what waits and voids what was granted", async () => {
  const doomed = await testFleet("Doomed");
  const waiting = doomed.held();
  const { checkpointId } = await openCheckpoint(doomed.point, waiting);
  const granted = doomed.held();
  const second = await openCheckpoint(doomed.point, granted);
  await approveCheckpoint(doomed.as("owner"), { id: second.checkpointId, digest: granted.digest });
  const { grant } = await readCheckpoint(doomed.point, { id: second.checkpointId });
  const order = await killAgent(doomed.as("security"), { id: doomed.agentId, reason: "it misbehaves" });
  expect(order.cancelledCheckpoints).toBe(2);
  expect((await readCheckpoint(doomed.point, { id: checkpointId })).status).toBe("cancelled");
  expect((await readCheckpoint(doomed.point, { id: second.checkpointId })).status).toBe("voided");
  await expect(redeemGrant(doomed.point, { id: grant?.grant.id ?? "", actionDigest: granted.digest })).rejects.toEqual(
    code("grant_refused"),
  );
  await refreshBundle(doomed.system);
  await expect(openCheckpoint(doomed.point, doomed.held())).rejects.toEqual(code("policy_changed"));
});
