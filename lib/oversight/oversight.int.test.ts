/** Decoys and figures against a real Postgres: what nobody may learn too early, what never happens, and what is counted. */
import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { approveCheckpoint } from "@/lib/checkpoints/approve-checkpoint";
import { commitmentTo } from "@/lib/checkpoints/decoy";
import { denyCheckpoint } from "@/lib/checkpoints/deny-checkpoint";
import { getCheckpoint } from "@/lib/checkpoints/get-checkpoint";
import { getReceipt } from "@/lib/checkpoints/get-receipt";
import { listCheckpoints } from "@/lib/checkpoints/list-checkpoints";
import { openCheckpoint } from "@/lib/checkpoints/open-checkpoint";
import { readCheckpoint } from "@/lib/checkpoints/read-checkpoint";
import { redeemGrant } from "@/lib/checkpoints/redeem-grant";
import { database } from "@/lib/db/client";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { getOverview } from "@/lib/maturity/get-overview";
import { createPolicy } from "@/lib/policy/create-policy";
import { publishBundle } from "@/lib/policy/publish-bundle";
import { defaults } from "./contract";
import { getOversight } from "./get-oversight";
import { listWatchedDecisions } from "./list-watched-decisions";
import { seedDecoys } from "./seed-decoys";
import { setOversightSetting } from "./set-oversight-setting";
import { watchApprovers } from "./watch-approvers";

await testDatabase();
let fleet: TestFleet;
beforeEach(async () => {
  fleet = await testFleet();
});

const code = (value: string) => expect.objectContaining({ code: value });
const open = async () => {
  const input = fleet.held();
  const { checkpointId } = await openCheckpoint(fleet.point, input);
  return { id: checkpointId, digest: input.digest };
};
const release = async () => {
  const { id, digest } = await open();
  await approveCheckpoint(fleet.as("owner"), { id, digest });
  const { grant } = await readCheckpoint(fleet.point, { id });
  if (grant) await redeemGrant(fleet.point, { id: grant.grant.id, actionDigest: digest });
  return id;
};
const set = async (part: Partial<typeof defaults>) => {
  const { setting } = await getOversight(fleet.ctx, {});
  return setOversightSetting(fleet.ctx, { ...defaults, ...part, version: setting.version });
};
/** A recorded action, the setting, one more request, and the decoy that it calls for. */
const seeded = async () => {
  const from = await release();
  await set({ decoysPerHundred: 20 });
  await open();
  expect(await seedDecoys(fleet.system, () => 0)).toBe(1);
  const row = await database().checkpoint.findFirstOrThrow({ where: { orgId: fleet.orgId, decoy: { not: null } } });
  return { from, id: row.id, digest: row.digest };
};
const entries = (targetId: string) => database().auditEntry.findMany({ where: { targetId }, orderBy: { seq: "asc" } });

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
      (await entries(id)).map(({ leaf, actorName, actorId }) => [leaf, actorName, actorId]),
      await database().message.findMany({ where: { subjectId: id } }),
    ];
    expect(JSON.stringify(words)).not.toMatch(/decoy":\s*[^n]|natureSalt|madeFrom|recipe|Gatehouse \(/i);
    const [decoyEntry, realEntry] = await Promise.all([id, real.id].map(async (each) => (await entries(each))[0]));
    const shape = (leaf: string | null | undefined) => {
      const { actor, detail, target } = JSON.parse(leaf ?? "{}");
      return { actor, detail: Object.keys(detail), target: target.name };
    };
    expect(shape(decoyEntry?.leaf)).toEqual(shape(realEntry?.leaf));
  });
  test("is committed to in its first entry, as every request is; the salt that is told later proves it", async () => {
    const { id, digest } = await seeded();
    const [first] = await entries(id);
    await denyCheckpoint(fleet.as("owner"), { id, digest, reason: "a hundred times too much" });
    const told = (await entries(id)).find(({ action }) => action === "checkpoint.natureTold");
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
    const { revision } = await publishBundle(fleet.ctx, { note: "second" });
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
    expect((await entries(id)).map(({ action }) => action)).toEqual([
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
    expect((await entries(id)).map(({ action }) => action)).toContain("checkpoint.natureTold");
  });
});

describe("a second reviewer", () => {
  /** One real approval, and as if it had been given so many times. */
  const releaseMany = async (times: number) => {
    const id = await release();
    await database()
      .$executeRaw`INSERT INTO "Checkpoint" SELECT (jsonb_populate_record(c, jsonb_build_object('id', ${`${fleet.orgId} `} || n, 'digest', 'digest ' || n))).*
      FROM "Checkpoint" c, generate_series(2, ${times}::int) n WHERE c."id" = ${id}`;
    await database()
      .$executeRaw`INSERT INTO "CheckpointDecision" SELECT (jsonb_populate_record(d, jsonb_build_object('checkpointId', ${`${fleet.orgId} `} || n))).*
      FROM "CheckpointDecision" d, generate_series(2, ${times}::int) n WHERE d."checkpointId" = ${id}`;
  };
  const watch = async () => {
    await database()
      .$executeRaw`UPDATE "CheckpointDecision" d SET "at" = c."createdAt" + interval '1 second' FROM "Checkpoint" c
      WHERE c."id" = d."checkpointId" AND d."orgId" = ${fleet.orgId}`;
    return watchApprovers(fleet.system);
  };

  test("is asked for once an approver's quality has fallen, from the helping role, and is on record", async () => {
    await releaseMany(20);
    expect(await watch()).toBe(1);
    expect(await watch()).toBe(0);
    const { id, digest } = await open();
    const shown = await getCheckpoint(fleet.ctx, { id });
    expect(shown.secondReview).toEqual([{ stage: 0, added: true, helped: true }]);
    expect(shown.need).toBe(2);
    const first = await approveCheckpoint(fleet.as("owner"), { id, digest });
    expect(first.status).toBe("pending");
    expect((await approveCheckpoint(fleet.as("security"), { id, digest })).status).toBe("approved");
    const [opened] = await entries(id);
    expect(JSON.parse(opened?.leaf ?? "{}").detail.secondReview.because).toEqual([fleet.users.owner.id]);
    expect((await getOversight(fleet.ctx, {})).approvers[0]).toMatchObject({ findings: [{ reason: "tooFast" }] });
  });
  test("is asked for no more when the organisation does not want it, or quality has risen", async () => {
    await releaseMany(20);
    await watch();
    await set({ secondReviewer: false });
    expect((await getCheckpoint(fleet.ctx, { id: (await open()).id })).need).toBe(1);
    expect(await watchApprovers(fleet.system)).toBe(1);
    await set({});
    expect((await Promise.all([1, 2, 3].map(() => watchApprovers(fleet.system)))).sort()).toEqual([0, 0, 1]);
    await set({ mostFast: 1 });
    expect(await watchApprovers(fleet.system)).toBe(1);
    expect(await database().watchedApprover.count({ where: { orgId: fleet.orgId } })).toBe(0);
    const told = (await entries(fleet.users.owner.id)).filter(({ action }) => action.startsWith("oversight."));
    expect(told.map(({ leaf }) => JSON.parse(leaf ?? "{}").detail)).toMatchObject([
      { findings: [{ reason: "tooFast", value: 1, n: 20 }] },
      { wanted: false, figures: null },
      { findings: [{ reason: "tooFast" }] },
      { wanted: true, figures: { approved: 20, fast: 1, streak: 20 } },
    ]);
  });
});

describe("figures", () => {
  test("are for those who oversee, and another organisation's are not among them", async () => {
    await release();
    await expect(getOversight(fleet.as("owner"), {})).rejects.toEqual(code("forbidden"));
    await expect(setOversightSetting(fleet.as("auditor"), { ...defaults, version: 0 })).rejects.toEqual(
      code("forbidden"),
    );
    const other = await testFleet("Another organisation");
    expect((await getOversight(other.ctx, {})).approvers).toEqual([]);
  });
  test("of disagreement count both who approved and who refused", async () => {
    await database().checkpointRule.updateMany({
      where: { orgId: fleet.orgId },
      data: { stages: [{ title: "two", need: 2, from: [{ kind: "owner" }, { kind: "role", role: "security" }] }] },
    });
    const { id, digest } = await open();
    await approveCheckpoint(fleet.as("owner"), { id, digest });
    await denyCheckpoint(fleet.as("security"), { id, digest, reason: "no" });
    const { items } = await listWatchedDecisions(fleet.ctx, { kind: "disagreed" });
    expect(items.map(({ person }) => person.id).sort()).toEqual([fleet.users.owner.id, fleet.users.security.id].sort());
    expect((await getOversight(fleet.ctx, {})).all.disagreed).toMatchObject({ value: null, n: 2 });
  });
  test("count nobody's word that they did not give themselves: copies of a standing approval, keys that are nobody's", async () => {
    await release();
    const copied = await release();
    const before = (await getOverview(fleet.ctx, {})).checkpoints;
    await database().checkpointDecision.updateMany({ where: { checkpointId: copied }, data: { standingId: "std_x" } });
    const alone = await release();
    await database().checkpointDecision.create({
      data: {
        checkpointId: alone,
        orgId: fleet.orgId,
        userId: "key_x",
        userName: "key",
        personId: "key_x",
        verdict: "deny",
        digest: "sha256:x",
      },
    });
    const { all, approvers } = await getOversight(fleet.ctx, {});
    expect(all).toMatchObject({ votes: 2, approved: 2, disagreed: { n: 0 } });
    expect(approvers).toMatchObject([{ person: { id: fleet.users.owner.id }, votes: 2, streak: { now: 2 } }]);
    expect((await listWatchedDecisions(fleet.ctx, {})).total).toBe(2);
    expect((await getOverview(fleet.ctx, {})).checkpoints.decided24h).toBe(before.decided24h);
  });
  test("of time begin with the arguments that were decided about, and fall into their buckets", async () => {
    const { id, digest } = await open();
    await approveCheckpoint(fleet.as("owner"), { id, digest });
    await database()
      .$executeRaw`UPDATE "CheckpointDecision" SET "at" = c."createdAt" + interval '90 seconds' FROM "Checkpoint" c
      WHERE c."id" = "checkpointId" AND c."id" = ${id}`;
    const { all } = await getOversight(fleet.ctx, {});
    expect(all.buckets.find(({ from }) => from === 60)).toMatchObject({ approved: 1, denied: 0 });
    expect((await listWatchedDecisions(fleet.ctx, {})).items[0]?.seconds).toBeCloseTo(90, 1);
  });
});
