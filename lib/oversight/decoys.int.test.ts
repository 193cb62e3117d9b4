/** Decoys against a real Postgres: what nobody may learn too early, and where none is made. */
import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { approveCheckpoint } from "@/lib/checkpoints/approve-checkpoint";
import { commitmentTo } from "@/lib/checkpoints/decoy";
import { denyCheckpoint } from "@/lib/checkpoints/deny-checkpoint";
import { getCheckpoint } from "@/lib/checkpoints/get-checkpoint";
import { getReceipt } from "@/lib/checkpoints/get-receipt";
import { listCheckpoints } from "@/lib/checkpoints/list-checkpoints";
import { readCheckpoint } from "@/lib/checkpoints/read-checkpoint";
import { database } from "@/lib/db/client";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { publishByTwo, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { getOverview } from "@/lib/maturity/get-overview";
import { createPolicy } from "@/lib/policy/create-policy";
import { getOversight } from "./get-oversight";
import { listWatchedDecisions } from "./list-watched-decisions";
import { seedDecoys } from "./seed-decoys";
import { decoyIn, entriesOf, open as openIn, release as releaseIn, setOversight } from "./testing";

await testDatabase();
let fleet: TestFleet;
beforeEach(async () => {
  fleet = await testFleet();
});

const code = (value: string) => expect.objectContaining({ code: value });
const open = () => openIn(fleet);
const release = () => releaseIn(fleet);
const set = (part: Parameters<typeof setOversight>[1]) => setOversight(fleet, part);
const seeded = () => decoyIn(fleet);

describe("before it has ended, a decoy", () => {
  test("is told apart by nothing that anybody can read: page, list, receipt, audit log, messages", async () => {
    const { id } = await seeded();
    const real = await open();
    const [decoyShown, realShown] = await Promise.all(
      [id, real.id].map((each) => getCheckpoint(fleet.ctx, { id: each })),
    );
    expect(Object.keys(decoyShown ?? {}).sort()).toEqual(Object.keys(realShown ?? {}).sort());
    expect(decoyShown).toMatchObject({
      decoy: null,
      pepId: realShown?.pepId,
      pepName: realShown?.pepName,
      status: "pending",
    });
    const words = [
      decoyShown,
      (await listCheckpoints(fleet.ctx, {})).items,
      await getReceipt(fleet.ctx, { id }),
      (await entriesOf(id)).map(({ leaf, actorName, actorId }) => [leaf, actorName, actorId]),
      await database().message.findMany({ where: { subjectId: id } }),
    ];
    expect(JSON.stringify(words)).not.toMatch(
      /"decoy":\s*[^n]|wasDecoy":true|natureSalt|madeFrom|recipe|Gatehouse \(/i,
    );
    const [decoyEntry, realEntry] = await Promise.all([id, real.id].map(async (each) => (await entriesOf(each))[0]));
    const shape = (leaf: string | null | undefined) => {
      const { actor, detail, target } = JSON.parse(leaf ?? "{}");
      return { actor, detail: Object.keys(detail), target: target.name };
    };
    expect(shape(decoyEntry?.leaf)).toEqual(shape(realEntry?.leaf));
  });
  test("is committed to in its first entry, as every request is; the salt that is told later proves it", async () => {
    const { id, digest } = await seeded();
    const [first] = await entriesOf(id);
    await denyCheckpoint(fleet.as("owner"), { id, digest, reason: "a hundred times too much" });
    const told = (await entriesOf(id)).find(({ action }) => action === "checkpoint.natureTold");
    const { salt, nature } = JSON.parse(told?.leaf ?? "{}").detail;
    const committed = JSON.parse(first?.leaf ?? "{}").detail.nature;
    expect(nature).toBe("decoy");
    expect(commitmentTo(id, "decoy", salt)).toBe(committed);
    expect(commitmentTo(id, "request", salt)).not.toBe(committed);
  });
  test("names the revision in force, as a request that came now would", async () => {
    const from = await release();
    await createPolicy(fleet.ctx, {
      slug: "more",
      title: "More",
      text: 'permit (principal, action, resource == Server::"x");',
    });
    const { revision } = await publishByTwo(fleet, { note: "second" });
    expect(revision).toBeGreaterThan(fleet.revision);
    await set({ decoysPerHundred: 20 });
    await open();
    expect(await seedDecoys(fleet.system, () => 0)).toBe(1);
    const row = await database().checkpoint.findFirstOrThrow({ where: { orgId: fleet.orgId, decoy: { not: null } } });
    expect(JSON.parse(row.action)).toMatchObject({ revision });
    expect(row.revision).toBe(revision);
    expect(JSON.parse(row.decoy ?? "{}").madeFrom).toBe(from);
  });
  test("is heard of by no point", async () => {
    const { id } = await seeded();
    await expect(readCheckpoint(fleet.point, { id })).rejects.toEqual(code("not_found"));
  });
});

describe("a decoy that is approved", () => {
  test("is never released: no grant, no word to a point, void at once, and told to the approver", async () => {
    const { id, digest, from } = await seeded();
    const control = await database().controlLog.count({ where: { orgId: fleet.orgId } });
    const shown = await approveCheckpoint(fleet.as("owner"), { id, digest });
    expect(shown.status).toBe("voided");
    expect(shown.decoy).toMatchObject({ madeFrom: from, recipe: "amount", before: "500", after: "50000" });
    expect(await database().grant.count({ where: { checkpointId: id } })).toBe(0);
    expect(await database().controlLog.count({ where: { orgId: fleet.orgId } })).toBe(control);
    expect((await entriesOf(id)).map(({ action }) => action)).toEqual([
      "checkpoint.opened",
      "checkpoint.natureTold",
      "checkpoint.approved",
    ]);
  });
  test("and one that is refused are counted, with their evidence, and in no other figure", async () => {
    const before = (await getOverview(fleet.ctx, {})).checkpoints.decided24h;
    const missed = await seeded();
    await approveCheckpoint(fleet.as("owner"), { id: missed.id, digest: missed.digest });
    await open();
    expect(await seedDecoys(fleet.system, () => 0)).toBe(1);
    const caught = await database().checkpoint.findFirstOrThrow({
      where: { orgId: fleet.orgId, decoy: { not: null }, status: "pending" },
    });
    await denyCheckpoint(fleet.as("owner"), { id: caught.id, digest: caught.digest, reason: "no" });
    const { all, approvers } = await getOversight(fleet.ctx, {});
    expect(all).toMatchObject({
      votes: 1,
      approved: 1,
      denied: 0,
      decoys: { caught: 1, missed: 1, rate: { value: null, n: 2 } },
    });
    expect(approvers).toMatchObject([
      { person: { id: fleet.users.owner.id }, votes: 1, streak: { now: 1, longest: 1 } },
    ]);
    expect(
      (await listWatchedDecisions(fleet.ctx, { kind: "missed" })).items.map(({ checkpointId }) => checkpointId),
    ).toEqual([missed.id]);
    expect((await listWatchedDecisions(fleet.ctx, { kind: "caught" })).total).toBe(1);
    expect((await listWatchedDecisions(fleet.ctx, {})).total).toBe(1);
    expect((await getOverview(fleet.ctx, {})).checkpoints.decided24h).toBe(before + 1);
  });
});

describe("decoys are made", () => {
  test("only where the organisation set a rate, only from what was approved, and for each request once", async () => {
    await release();
    await open();
    expect(await seedDecoys(fleet.system, () => 0)).toBe(0);
    await set({ decoysPerHundred: 20 });
    expect(await seedDecoys(fleet.system, () => 0)).toBe(0);
    await open();
    const made = await Promise.all([1, 2, 3].map(() => seedDecoys(fleet.system, () => 0)));
    expect(made.reduce((sum, each) => sum + each, 0)).toBe(1);
    expect(await seedDecoys(fleet.system, () => 0)).toBe(0);
  });
  test("never where no real request could come: held calls paused, point revoked, a standing approval in force", async () => {
    await release();
    await set({ decoysPerHundred: 20 });
    const own = { orgId: fleet.orgId, agentId: fleet.agentId };
    const db = database();
    const pause = { id: `${fleet.orgId} pause`, agentName: "a", opened: 1, withinSeconds: 600, pausedAt: new Date() };
    await open();
    await db.holdPause.create({ data: { ...own, ...pause } });
    expect(await seedDecoys(fleet.system, () => 0)).toBe(0);
    await db.holdPause.deleteMany({ where: own });
    const { id: checkpointId } = await open();
    const times = { issuedAt: new Date(), expiresAt: new Date(Date.now() + 600_000) };
    const unsigned = { body: "{}", signingKeyId: "k", signature: "s" };
    await db.standingApproval.create({
      data: {
        ...own,
        ...times,
        ...unsigned,
        id: `${checkpointId} s`,
        checkpointId,
        tool: "bank/pay",
        free: [],
        most: 5,
      },
    });
    expect(await seedDecoys(fleet.system, () => 0)).toBe(0);
    await db.standingApproval.deleteMany({ where: own });
    await open();
    await db.pep.updateMany({ where: { orgId: fleet.orgId }, data: { revokedAt: new Date() } });
    expect(await seedDecoys(fleet.system, () => 0)).toBe(0);
  });
  test("never for an agent that is stopped; a kill ends those that wait, and tells that they were decoys", async () => {
    const { id } = await seeded();
    await open();
    await killAgent(fleet.ctx, { id: fleet.agentId, reason: "a test" });
    expect(await seedDecoys(fleet.system, () => 0)).toBe(0);
    expect((await entriesOf(id)).map(({ action }) => action)).toContain("checkpoint.natureTold");
  });
});
