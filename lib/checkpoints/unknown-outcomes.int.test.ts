import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { reportEvents } from "@/lib/activity/report-events";
import { database } from "@/lib/db/client";
import { type TestFleet, testFleet, testPoint } from "@/lib/enforcement/testing";
import { canonicalJson, digestOf, type JsonObject } from "@/sdk/canonical";
import type { Outcome } from "@/sdk/wire/words";
import { approveCheckpoint } from "./approve-checkpoint";
import { listUnsettled } from "./list-unsettled";
import { openCheckpoint } from "./open-checkpoint";
import { readCheckpoint } from "./read-checkpoint";
import { readOutcome } from "./read-outcome";
import { redeemGrant } from "./redeem-grant";
import { settleOutcome } from "./settle-outcome";
import { sweepCheckpoints } from "./sweep-checkpoints";

await testDatabase();
let fleet: TestFleet;
let amount = 1000;
beforeAll(async () => {
  fleet = await testFleet();
  const pay = await database().tool.findFirstOrThrow({ where: { orgId: fleet.orgId, name: "pay" } });
  // Money that has moved does not come back: the registry says so by itself.
  expect(pay.reversibility).toBe("irreversible");
});

const code = (value: string) => expect.objectContaining({ code: value });
const owner = () => fleet.as("owner");
const newArguments = (): JsonObject => ({ to: "ACME", amount: ++amount });
const eventId = () => randomBytes(12).toString("hex");

async function granted(args: JsonObject) {
  const input = fleet.held({ arguments: args });
  const { checkpointId: id } = await openCheckpoint(fleet.point, input);
  await approveCheckpoint(owner(), { id, digest: input.digest });
  const { grant } = await readCheckpoint(fleet.point, { id });
  return { id, digest: input.digest, grantId: grant?.grant.id ?? "" };
}
async function released(args: JsonObject) {
  const { id, digest, grantId } = await granted(args);
  await redeemGrant(fleet.point, { id: grantId, actionDigest: digest });
  return id;
}
async function report(checkpointId: string, args: JsonObject, outcome: Outcome) {
  const callId = eventId();
  const call = {
    type: "call",
    id: callId,
    at: new Date().toISOString(),
    agentId: fleet.agentId,
    tool: "bank/pay",
    operationClass: "money.move",
    effect: "allow",
    code: "permitted",
    enforced: true,
    reason: "Permitted.",
    policies: [],
    observed: [],
    revision: fleet.revision,
    decisionNs: null,
    argumentsDigest: digestOf(args),
    argumentsText: canonicalJson(args),
    onBehalfOf: null,
    chain: [],
    checkpointId,
    traceId: null,
  };
  const end = { type: "outcome", id: eventId(), callId, at: call.at, outcome, durationMs: 1, error: null };
  const { results } = await reportEvents(fleet.point, { events: [call, end] });
  expect(results.map(({ status }) => status)).toEqual(["stored", "stored"]);
}
async function lost() {
  const args = newArguments();
  const id = await released(args);
  await report(id, args, "unknown");
  return { id, args };
}
const openIds = async () => (await listUnsettled(owner(), {})).items.map(({ checkpointId }) => checkpointId);

describe("an irreversible call whose end nobody knows", () => {
  test("is not asked for again by the same agent with the same arguments, and the attempt is recorded", async () => {
    const { id, args } = await lost();
    await expect(openCheckpoint(fleet.point, fleet.held({ arguments: args }))).rejects.toEqual(code("outcome_unknown"));
    expect(await openIds()).toContain(id);
    const entries = await database().auditEntry.findMany({
      where: { targetId: id },
      orderBy: { seq: "desc" },
      take: 1,
    });
    expect(entries[0]?.action).toBe("checkpoint.refused");
    expect(await readOutcome(fleet.point, { id })).toMatchObject({
      mayRepeat: false,
      reason: expect.stringMatching(/Nobody knows/),
    });
  });
  test("stops a grant for the same call that was approved meanwhile", async () => {
    const args = newArguments();
    const [first, second] = [await granted(args), await granted(args)];
    await redeemGrant(fleet.point, { id: first.grantId, actionDigest: first.digest });
    await report(first.id, args, "unknown");
    await expect(redeemGrant(fleet.point, { id: second.grantId, actionDigest: second.digest })).rejects.toMatchObject({
      code: "grant_refused",
      message: expect.stringMatching(/Nobody knows/),
    });
  });
  test("holds up no other arguments", async () => {
    await lost();
    await expect(openCheckpoint(fleet.point, fleet.held({ arguments: newArguments() }))).resolves.toBeDefined();
  });
  test("is not settled by somebody who has no say in it, nor without a reason", async () => {
    const { id } = await lost();
    const said = { id, answer: "notRun", mayRepeat: true, reason: "x" } as const;
    await database().checkpoint.update({
      where: { id },
      data: { stages: [{ title: "admins", need: 1, from: [{ kind: "role", role: "admin" }] }] },
    });
    const stranger = fleet.as("owner");
    stranger.actor = { kind: "user", id: "usr_other", name: "Somebody", roles: ["owner"], sessionId: null };
    await expect(settleOutcome(stranger, said)).rejects.toEqual(code("forbidden"));
    await expect(settleOutcome(fleet.as("auditor"), said)).rejects.toEqual(code("forbidden"));
    await expect(settleOutcome(owner(), { ...said, reason: " " })).rejects.toEqual(code("invalid_input"));
    expect(await openIds()).toContain(id);
  });
  test("may be made again once a person says that it did not run", async () => {
    const { id, args } = await lost();
    await settleOutcome(owner(), { id, answer: "notRun", mayRepeat: true, reason: "The bank has no such payment." });
    expect(await openIds()).not.toContain(id);
    expect((await listUnsettled(owner(), { found: "yes" })).items.map(({ checkpointId }) => checkpointId)).toContain(
      id,
    );
    expect(await readOutcome(fleet.point, { id })).toMatchObject({ mayRepeat: true });
    await expect(openCheckpoint(fleet.point, fleet.held({ arguments: args }))).resolves.toBeDefined();
  });
  test("stays refused once a person says that it ran, until somebody says otherwise", async () => {
    const { id, args } = await lost();
    await settleOutcome(owner(), { id, answer: "ran", mayRepeat: false, reason: "It is on the statement." });
    await expect(openCheckpoint(fleet.point, fleet.held({ arguments: args }))).rejects.toMatchObject({
      code: "outcome_unknown",
      message: expect.stringMatching(/found out .* that it ran/),
    });
    await settleOutcome(fleet.as("security"), { id, answer: "ran", mayRepeat: true, reason: "Due again this month." });
    await expect(openCheckpoint(fleet.point, fleet.held({ arguments: args }))).resolves.toBeDefined();
    const actions = await database().auditEntry.findMany({ where: { targetId: id, action: "checkpoint.settled" } });
    expect(actions).toHaveLength(2);
  });
  test("is another point's business only through the console", async () => {
    const { id } = await lost();
    const { point } = await testPoint(fleet.ctx, [fleet.agentId]);
    await expect(readOutcome(point, { id })).rejects.toEqual(code("not_found"));
  });
});

test("a released call of which its point has said nothing for long counts as unknown", async () => {
  const args = newArguments();
  const id = await released(args);
  expect(await openIds()).not.toContain(id);
  await database().grant.updateMany({
    where: { checkpointId: id },
    data: { redeemedAt: new Date(Date.now() - 11 * 60_000) },
  });
  expect(await openIds()).toContain(id);
  await expect(openCheckpoint(fleet.point, fleet.held({ arguments: args }))).rejects.toMatchObject({
    code: "outcome_unknown",
    message: expect.stringMatching(/has not said how it ended/),
  });
});

test.each(["succeeded", "failed"] as const)(
  "a call that is known to have %s stands in nobody's way",
  async (outcome) => {
    const args = newArguments();
    const id = await released(args);
    await report(id, args, outcome);
    await database().grant.updateMany({
      where: { checkpointId: id },
      data: { redeemedAt: new Date(Date.now() - 11 * 60_000) },
    });
    await expect(openCheckpoint(fleet.point, fleet.held({ arguments: args }))).resolves.toBeDefined();
    await expect(settleOutcome(owner(), { id, answer: "ran", mayRepeat: false, reason: "x" })).rejects.toEqual(
      code("conflict"),
    );
    await sweepCheckpoints(fleet.system);
    expect((await database().checkpoint.findUniqueOrThrow({ where: { id } })).outcome).toBe(outcome);
  },
);
