import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { contextFor } from "@/lib/db/ctx";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { approveCheckpoint } from "./approve-checkpoint";
import { approveSeveral } from "./approve-several";
import { claimCheckpoint } from "./claim-checkpoint";
import { countCheckpoints } from "./count-checkpoints";
import { denyCheckpoint } from "./deny-checkpoint";
import { denySeveral } from "./deny-several";
import { getCheckpoint } from "./get-checkpoint";
import { handOverCheckpoint } from "./hand-over-checkpoint";
import { listCheckpoints } from "./list-checkpoints";
import { openCheckpoint } from "./open-checkpoint";
import { snoozeCheckpoint } from "./snooze-checkpoint";
import { unclaimCheckpoint } from "./unclaim-checkpoint";

await testDatabase();
let fleet: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
});

const code = (value: string) => expect.objectContaining({ code: value });
const ownerOrBackup = [{ title: "either", need: 1, from: [{ kind: "ownerOrBackup" }] }];
const open = async (more: Parameters<TestFleet["held"]>[0] = {}, changed: object = {}) => {
  const input = fleet.held(more);
  const { checkpointId: id } = await openCheckpoint(fleet.point, input);
  await database().checkpoint.update({ where: { id }, data: { stages: ownerOrBackup, ...changed } });
  return { id, digest: input.digest };
};
const mild = { riskTier: "low", reversibility: "reversible" };
const auditOf = async (targetId: string) =>
  (await database().auditEntry.findMany({ where: { targetId }, orderBy: { seq: "asc" } })).map(({ action }) => action);
const idsOf = async (role: "owner" | "approver", box: "mine" | "snoozed") =>
  (await listCheckpoints(fleet.as(role), { box })).items.map(({ id }) => id);

describe("a claim", () => {
  test("is refused to whoever cannot decide, to programs, and for what has ended", async () => {
    const { id, digest } = await open();
    await expect(claimCheckpoint(fleet.as("security"), { id })).rejects.toEqual(code("forbidden"));
    const program = contextFor({ kind: "apiKey", id: "key_x", name: "x", roles: ["admin"] }, fleet.orgId);
    await expect(claimCheckpoint(program, { id })).rejects.toEqual(code("forbidden"));
    await denyCheckpoint(fleet.as("owner"), { id, digest, reason: "no" });
    await expect(claimCheckpoint(fleet.as("approver"), { id })).rejects.toEqual(code("already_decided"));
  });
  test("is shown to the others, keeps none of them from deciding, and can be given up", async () => {
    const { id, digest } = await open();
    const { claims } = await claimCheckpoint(fleet.as("owner"), { id });
    expect(claims).toMatchObject([{ userId: fleet.users.owner.id }]);
    expect((await getCheckpoint(fleet.as("approver"), { id })).marks.claims).toEqual(claims);
    expect((await unclaimCheckpoint(fleet.as("owner"), { id })).claims).toEqual([]);
    await claimCheckpoint(fleet.as("owner"), { id });
    await approveCheckpoint(fleet.as("approver"), { id, digest });
    expect(await auditOf(id)).toEqual([
      "checkpoint.opened",
      "checkpoint.claimed",
      "checkpoint.unclaimed",
      "checkpoint.claimed",
      "checkpoint.approved",
    ]);
  });
  test("runs out, and never later than the request", async () => {
    const { id } = await open({}, { expiresAt: new Date(Date.now() + 60_000) });
    const { claims } = await claimCheckpoint(fleet.as("owner"), { id });
    expect(claims[0]?.until).toBe((await getCheckpoint(fleet.ctx, { id })).expiresAt);
    await database().checkpointClaim.updateMany({ data: { until: new Date(Date.now() - 1) } });
    expect((await getCheckpoint(fleet.ctx, { id })).marks.claims).toEqual([]);
  });
});

describe("putting aside", () => {
  test("is refused into the past and beyond the end, where it would never come back", async () => {
    const { id } = await open();
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    for (const until of [at(-1000), at(3_600_000), (await getCheckpoint(fleet.ctx, { id })).expiresAt])
      await expect(snoozeCheckpoint(fleet.as("owner"), { id, until })).rejects.toEqual(code("invalid_input"));
  });
  test("hides it from one's own box and count only, until its time", async () => {
    const { id } = await open();
    const before = await countCheckpoints(fleet.as("owner"), {});
    await snoozeCheckpoint(fleet.as("owner"), { id, until: new Date(Date.now() + 60_000).toISOString() });
    expect(await idsOf("owner", "mine")).not.toContain(id);
    expect(await idsOf("owner", "snoozed")).toEqual([id]);
    expect(await idsOf("approver", "mine")).toContain(id);
    expect(await countCheckpoints(fleet.as("owner"), {})).toEqual({ ...before, mine: before.mine - 1, snoozed: 1 });
    await database().checkpointSnooze.updateMany({ data: { until: new Date(Date.now() - 1) } });
    expect(await idsOf("owner", "mine")).toContain(id);
    expect(await countCheckpoints(fleet.as("owner"), {})).toEqual(before);
  });
});

describe("handing over", () => {
  test("to somebody who could not decide it is refused: it gives no authority", async () => {
    const { id } = await open();
    for (const to of [fleet.users.security.id, fleet.users.executive.id])
      await expect(handOverCheckpoint(fleet.as("owner"), { id, to })).rejects.toEqual(code("forbidden"));
    await expect(handOverCheckpoint(fleet.as("security"), { id, to: fleet.users.owner.id })).rejects.toEqual(
      code("forbidden"),
    );
    await expect(handOverCheckpoint(fleet.as("owner"), { id, to: fleet.users.owner.id })).rejects.toEqual(
      code("invalid_input"),
    );
  });
  test("tells the colleague, is kept, and comes back to the giver before the end", async () => {
    const { id } = await open();
    const to = fleet.users.approver.id;
    const marks = await handOverCheckpoint(fleet.as("owner"), { id, to, note: "you know ACME" });
    expect(marks.handovers).toMatchObject([{ fromId: fleet.users.owner.id, toId: to, note: "you know ACME" }]);
    const { expiresAt } = await getCheckpoint(fleet.ctx, { id });
    expect(Date.parse(marks.snoozedUntil ?? "")).toBeLessThan(Date.parse(expiresAt));
    expect(await auditOf(id)).toEqual(["checkpoint.opened", "checkpoint.handedOver"]);
    const told = await database().message.findMany({ where: { subjectId: id, kind: "handedOver" } });
    expect(told.map(({ userId }) => userId)).toEqual([to]);
    expect((await getCheckpoint(fleet.as("approver"), { id })).cannotDecide).toBeNull();
  });
});

describe("several at once", () => {
  test("approving is refused whole, with nothing decided, unless all are low, reversible, readable and of one kind", async () => {
    const good = await open({}, mild);
    const others = [
      await open({}, { ...mild, riskTier: "medium" }),
      await open({}, { ...mild, riskTier: "critical" }),
      await open({}, { ...mild, reversibility: "compensable" }),
      await open({}, { ...mild, stepUp: true }),
      await open({}, { ...mild, uninspectable: true }),
      await open({}, { ...mild, groupKey: "another" }),
      await open({}, { ...mild, groupKey: "" }),
    ];
    for (const other of others)
      await expect(approveSeveral(fleet.as("owner"), { items: [good, other] })).rejects.toEqual(code("conflict"));
    expect((await getCheckpoint(fleet.ctx, { id: good.id })).status).toBe("pending");
  });
  test("each is approved by its own digest, and each one's result is told", async () => {
    const [one, two, three] = [await open({}, mild), await open({}, mild), await open({}, mild)];
    await denyCheckpoint(fleet.as("approver"), { ...three, reason: "not this one" });
    const { results } = await approveSeveral(fleet.as("owner"), {
      items: [one, { id: two.id, digest: one.digest }, three],
    });
    expect(results).toEqual([
      { id: one.id, status: "approved", refused: null },
      { id: two.id, status: null, refused: { code: "digest_mismatch", detail: expect.any(String) } },
      { id: three.id, status: null, refused: { code: "already_decided", detail: expect.any(String) } },
    ]);
    expect(await auditOf(one.id)).toEqual(["checkpoint.opened", "checkpoint.approved"]);
  });
  test("authority is asked for each of them", async () => {
    const one = await open({}, mild);
    const { results } = await approveSeveral(fleet.as("security"), { items: [one] });
    expect(results[0]?.refused?.code).toBe("forbidden");
    await expect(approveSeveral(fleet.as("auditor"), { items: [one] })).rejects.toEqual(code("forbidden"));
  });
  test("denying takes any tier and one reason for all", async () => {
    const [one, two] = [await open(), await open({}, mild)];
    await expect(denySeveral(fleet.as("owner"), { items: [one], reason: " " })).rejects.toEqual(code("invalid_input"));
    const { results } = await denySeveral(fleet.as("owner"), { items: [one, two], reason: "a flood" });
    expect(results.map(({ status }) => status)).toEqual(["denied", "denied"]);
    expect((await getCheckpoint(fleet.ctx, { id: two.id })).votes[0]?.reason).toBe("a flood");
  });
});
