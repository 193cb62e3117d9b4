/** Whatever people do with a decoy, nothing real follows: every way in which a request can be acted on, one after the other. */
import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { approveCheckpoint } from "@/lib/checkpoints/approve-checkpoint";
import { approveSeveral } from "@/lib/checkpoints/approve-several";
import { askQuestion } from "@/lib/checkpoints/ask-question";
import { beginBreakGlass } from "@/lib/checkpoints/begin-break-glass";
import { breakGlass } from "@/lib/checkpoints/break-glass";
import { cancelCheckpoint } from "@/lib/checkpoints/cancel-checkpoint";
import { changeArguments } from "@/lib/checkpoints/change-arguments";
import { denyCheckpoint } from "@/lib/checkpoints/deny-checkpoint";
import { getCheckpoint } from "@/lib/checkpoints/get-checkpoint";
import { handOverCheckpoint } from "@/lib/checkpoints/hand-over-checkpoint";
import { listBreakGlass } from "@/lib/checkpoints/list-break-glass";
import { sweepCheckpoints } from "@/lib/checkpoints/sweep-checkpoints";
import { database } from "@/lib/db/client";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { actByTwo, publishByTwo, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { listFindings } from "@/lib/findings/list-findings";
import { addPasskey } from "@/lib/identity/add-passkey";
import { beginPasskey } from "@/lib/identity/begin-passkey";
import { hashPassword } from "@/lib/identity/password";
import { TestPasskey } from "@/lib/identity/testing-passkey";
import { editAgent } from "@/lib/inventory/edit-agent";
import { getAgent } from "@/lib/inventory/get-agent";
import { registerTool } from "@/lib/inventory/register-tool";
import { createPolicy } from "@/lib/policy/create-policy";
import { canonicalJson } from "@/sdk/canonical";
import { getOversight } from "./get-oversight";
import { listWatchedDecisions } from "./list-watched-decisions";
import { type Asked, decoyIn, entriesOf } from "./testing";

await testDatabase();
const password = "correct horse battery";
const reason = "nobody of those who are asked can be reached";
let fleet: TestFleet;
let decoy: Asked & { from: string };
let controlBefore: number;

/** Of a tier and a tool with which everything may be tried that people can do: several at once, standing, questions, changes. */
const held = () => ({
  ...fleet.held({
    tool: "bank/order",
    operationClass: "data.write",
    arguments: { to: "ACME", amount: 5 },
  }),
  accepts: ["questions", "changedArguments"],
});
const messagesToPoints = () => database().controlLog.count({ where: { orgId: fleet.orgId } });

beforeEach(async () => {
  fleet = await testFleet();
  const { id, version } = await getAgent(fleet.ctx, { id: fleet.agentId });
  await actByTwo(fleet, editAgent(fleet.ctx, { reason: "for the test", id, version, riskTier: "low" }));
  await actByTwo(
    fleet,
    registerTool(fleet.ctx, {
      reason: "for the test",
      server: "bank",
      name: "order",
      operationClass: "data.write",
      reversibility: "reversible",
      definition: {
        inputSchema: { type: "object", properties: { to: { type: "string" }, amount: { type: "integer" } } },
      },
    }),
  );
  await createPolicy(fleet.ctx, {
    slug: "order-held",
    title: "Orders wait for the owner",
    text: '@checkpoint("owner-agrees")\nforbid (principal, action == Action::"bank/order", resource);',
  });
  await database().checkpointRule.updateMany({
    where: { orgId: fleet.orgId },
    data: { stages: [{ title: "all", need: 1, from: [{ kind: "owner" }, { kind: "role", role: "security" }] }] },
  });
  await publishByTwo(fleet);
  decoy = await decoyIn(fleet, held);
  controlBefore = await messagesToPoints();
});

const asked = () => ({ id: decoy.id, digest: decoy.digest });
const owner = () => fleet.as("owner");
const change = async (amount: number): Promise<Asked> =>
  changeArguments(owner(), { ...asked(), arguments: canonicalJson({ to: "ACME", amount }) });
const approve = (what: Asked = asked()) => approveCheckpoint(owner(), { id: what.id, digest: what.digest });

async function breakIt() {
  await database().user.updateMany({
    where: { orgId: fleet.orgId },
    data: { passwordHash: await hashPassword(password) },
  });
  const [key, security] = [new TestPasskey(), fleet.as("security")];
  const begun = await beginPasskey(security, { password });
  await addPasskey(security, { stepUpId: begun.stepUpId, name: "key", answer: key.register(begun.options.challenge) });
  const { stepUpId, options } = await beginBreakGlass(security, asked());
  const stepUp = { id: stepUpId, answer: key.approve(options.challenge) };
  return breakGlass(security, { ...asked(), reason, stepUp });
}

const ways: Record<string, () => Promise<unknown>> = {
  "it is approved": () => approve(),
  "it is approved with a standing approval for more of its kind": () =>
    approveCheckpoint(owner(), { ...asked(), standing: { free: ["amount"], minutes: 60, uses: 5 } }),
  "it is approved among several": () => approveSeveral(owner(), { items: [asked()] }),
  "its arguments are changed and then approved": async () => approve(await change(501)),
  "its arguments are put right and then approved": async () => approve(await change(5)),
  "a question is put to its agent, then it is approved": async () => {
    await askQuestion(owner(), { id: decoy.id, text: "Which order?", toAgent: true });
    await approve();
  },
  "it is handed over to a colleague, who approves it": async () => {
    await handOverCheckpoint(owner(), { id: decoy.id, to: fleet.users.security.id, note: "yours" });
    await approveCheckpoint(fleet.as("security"), asked());
  },
  "the glass is broken": breakIt,
  "it is denied": () => denyCheckpoint(owner(), { ...asked(), reason: "too much" }),
  "nobody answers": async () => {
    await database()
      .$executeRaw`UPDATE "Checkpoint" SET "expiresAt" = now() - interval '1 second' WHERE "id" = ${decoy.id}`;
    await sweepCheckpoints(fleet.system);
  },
};

describe("nothing is released, no point hears of it, and it says what it was, when", () => {
  test.each(Object.keys(ways))("%s", async (way) => {
    await ways[way]?.();
    const shown = await getCheckpoint(fleet.ctx, { id: decoy.id });
    expect(["voided", "denied", "expired"]).toContain(shown.status);
    expect(shown.decoy).toMatchObject({ madeFrom: decoy.from });
    expect(shown.redeemedAt).toBeNull();
    expect(await database().grant.count({ where: { checkpointId: decoy.id } })).toBe(0);
    expect(await database().standingApproval.count({ where: { orgId: fleet.orgId } })).toBe(0);
    expect(await messagesToPoints()).toBe(controlBefore);
    expect((await entriesOf(decoy.id)).filter(({ action }) => action === "checkpoint.natureTold")).toHaveLength(1);
    await expect(cancelCheckpoint(fleet.point, { id: decoy.id, reason: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
    for (const act of [approve, breakIt]) await expect(act()).rejects.toMatchObject({ code: "already_decided" });
  });
  test("a kill ends it, which counts only the real request that waited", async () => {
    const order = await killAgent(fleet.ctx, { id: fleet.agentId, reason: "a test" });
    expect(order.cancelledCheckpoints).toBe(1);
    expect((await getCheckpoint(fleet.ctx, { id: decoy.id })).decoy).not.toBeNull();
    const told = await database().controlLog.findMany({ where: { orgId: fleet.orgId } });
    expect(JSON.stringify(told.map(({ body }) => body))).not.toContain(decoy.id);
  });
});

describe("the glass broken on a decoy", () => {
  test("alarms nobody and calls for no review, is on record, and counts as missed", async () => {
    expect(await breakIt()).toBeNull();
    expect((await listFindings(fleet.ctx, {})).items.map(({ kind }) => kind)).not.toContain("breakGlass.used");
    expect((await listBreakGlass(fleet.ctx, {})).items).toEqual([]);
    expect(await database().message.count({ where: { subjectId: decoy.id, kind: "breakGlass" } })).toBe(0);
    const broken = (await entriesOf(decoy.id)).find(({ action }) => action === "checkpoint.glassBroken");
    expect(JSON.parse(broken?.leaf ?? "{}").detail).toMatchObject({ breakGlass: null, reason });
    expect((await listWatchedDecisions(fleet.ctx, { kind: "missed" })).items).toMatchObject([
      { checkpointId: decoy.id, person: { id: fleet.users.security.id }, decoy: "missed" },
    ]);
    expect((await getOversight(fleet.ctx, {})).all).toMatchObject({ votes: 1, decoys: { caught: 0, missed: 1 } });
  });
});

describe("changed arguments", () => {
  test.each([
    ["of which the wrong one is another now, then approved: caught", 5, { caught: 1, missed: 0 }],
    ["of which the wrong one is as it was, then approved: missed", 500, { caught: 0, missed: 1 }],
  ])("%s", async (_, amount, counted) => {
    const changed = await changeArguments(owner(), {
      ...asked(),
      arguments: canonicalJson({ to: amount === 5 ? "ACME" : "ACME Ltd", amount }),
    });
    await approve(changed);
    expect((await getOversight(fleet.ctx, {})).all.decoys).toMatchObject(counted);
    expect((await getCheckpoint(fleet.ctx, { id: decoy.id })).decoy?.putRight).toBe(amount === 5);
  });
});
