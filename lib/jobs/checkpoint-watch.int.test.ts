/** Open requests and unused grants end when what they rest on changes, without anybody asking for them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { approveCheckpoint } from "@/lib/checkpoints/approve-checkpoint";
import { openCheckpoint } from "@/lib/checkpoints/open-checkpoint";
import { database } from "@/lib/db/client";
import { listen } from "@/lib/db/listen";
import { signedDelegation } from "@/lib/delegations/testing";
import { revokeDelegation } from "@/lib/enforcement/revoke-delegation";
import { suspendAgent } from "@/lib/enforcement/suspend-agent";
import { actByTwo, publishByTwo, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { editPerson } from "@/lib/guarded/edit-person";
import { blockTool } from "@/lib/inventory/block-tool";
import { editAgent } from "@/lib/inventory/edit-agent";
import { getAgent } from "@/lib/inventory/get-agent";
import { registerAgent } from "@/lib/inventory/register-agent";
import { createPolicy } from "@/lib/policy/create-policy";
import { CheckpointWatch } from "./checkpoint-watch";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

await testDatabase();
let watch: CheckpointWatch;
let stopListening: () => Promise<void>;
let fleet: TestFleet;
let waiting: string;
let granted: string;

beforeAll(async () => {
  watch = new CheckpointWatch(database());
  await new Promise<void>((connected) => {
    stopListening = listen({ onNotice: (notice) => watch.onNotice(notice), onConnect: connected });
  });
});
afterAll(async () => {
  watch.stop();
  await stopListening();
});
beforeEach(async () => {
  fleet = await testFleet();
  waiting = await open();
  granted = await open();
  const { digest } = await database().checkpoint.findUniqueOrThrow({ where: { id: granted } });
  await approveCheckpoint(fleet.as("owner"), { id: granted, digest });
});

const open = async (chain: string[] = []): Promise<string> =>
  (await openCheckpoint(fleet.point, fleet.held({ chain }))).checkpointId;
const statusOf = async (id: string) => (await database().checkpoint.findUniqueOrThrow({ where: { id } })).status;
const becomes = (id: string, status: string) =>
  expect.poll(() => statusOf(id), { timeout: 10_000, interval: 20 }).toBe(status);
const setOwner = async (ownerId: string, backupOwnerId: string) => {
  const { version } = await getAgent(fleet.ctx, { id: fleet.agentId });
  await actByTwo(
    fleet,
    editAgent(fleet.ctx, { reason: "for the test", id: fleet.agentId, version, ownerId, backupOwnerId }),
  );
};

describe("ends at once, granted and waiting alike", () => {
  test("when the agent is suspended", async () => {
    await suspendAgent(fleet.ctx, { id: fleet.agentId, reason: "test" });
    await becomes(waiting, "cancelled");
    await becomes(granted, "voided");
  });
  test("when a policy comes into force that forbids the action", async () => {
    const text = 'forbid (principal, action == Action::"bank/pay", resource);';
    await createPolicy(fleet.ctx, { slug: "pay-never", title: "No payments", text });
    await publishByTwo(fleet, { note: "stricter" });
    await becomes(waiting, "cancelled");
    await becomes(granted, "voided");
  });
  test("when the tool's definition is not the approved one any more, before any bundle says so", async () => {
    const where = { orgId: fleet.orgId, server: "bank", name: "pay" };
    await database().tool.updateMany({ where, data: { pin: `sha256:${"1".repeat(64)}` } });
    watch.onNotice({ orgId: fleet.orgId, topic: "audit", ref: "tool.changed" });
    await becomes(waiting, "cancelled");
    await becomes(granted, "voided");
  });
  test("when the tool is blocked", async () => {
    const { id } = await database().tool.findFirstOrThrow({ where: { orgId: fleet.orgId, name: "pay" } });
    await blockTool(fleet.ctx, { id, reason: "test" });
    await becomes(waiting, "cancelled");
    await becomes(granted, "voided");
  });
});

describe("voids what was granted, and leaves what waits to those who can decide it now", () => {
  test("when the approver loses the role that let them decide", async () => {
    await actByTwo(
      fleet,
      editPerson(fleet.ctx, { reason: "for the test", id: fleet.users.owner.id, status: "disabled" }),
    );
    await becomes(granted, "voided");
    expect(await statusOf(waiting)).toBe("pending");
  });
  test("when the agent gets another owner", async () => {
    await setOwner(fleet.users.security.id, fleet.users.approver.id);
    await becomes(granted, "voided");
    expect(await statusOf(waiting)).toBe("pending");
  });
});

test("what matters to none of it changes nothing", async () => {
  await actByTwo(
    fleet,
    editPerson(fleet.ctx, { reason: "for the test", id: fleet.users.executive.id, status: "disabled" }),
  );
  const text = 'permit (principal, action == Action::"bank/balance", resource);';
  await createPolicy(fleet.ctx, { slug: "balance-open", title: "Balances are open", text });
  await publishByTwo(fleet, { note: "wider elsewhere" });
  // A later cause is dealt with after the earlier ones.
  await setOwner(fleet.users.security.id, fleet.users.approver.id);
  await becomes(granted, "voided");
  expect(await statusOf(waiting)).toBe("pending");
});

test("a request that comes through another agent ends with the delegation, and with that agent's owner", async () => {
  const planner = await registerAgent(fleet.ctx, { name: "Planner", purpose: "test", ownerId: fleet.users.owner.id });
  const delegation = await signedDelegation(fleet.ctx, planner.id, fleet.agentId);
  await publishByTwo(fleet, { note: "with a planner" });
  const through = await open([planner.id]);
  await actByTwo(
    fleet,
    editAgent(fleet.ctx, {
      reason: "for the test",
      id: planner.id,
      version: planner.version,
      ownerId: fleet.users.approver.id,
    }),
  );
  await becomes(through, "cancelled");
  const another = await open([planner.id]);
  await revokeDelegation(fleet.ctx, { id: delegation, reason: "test" });
  await becomes(another, "cancelled");
  expect(await statusOf(waiting)).toBe("pending");
});

test("the point is told of each end", async () => {
  await setOwner(fleet.users.security.id, fleet.users.approver.id);
  await becomes(granted, "voided");
  const told = await database().controlLog.findFirst({
    where: { orgId: fleet.orgId, body: { path: ["checkpointId"], equals: granted } },
    orderBy: { seq: "desc" },
  });
  expect(told?.body).toMatchObject({ type: "checkpoint.decided", status: "voided", grant: null });
});
