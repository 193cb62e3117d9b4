/** Figures and second reviewers against a real Postgres. */
import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { approveCheckpoint } from "@/lib/checkpoints/approve-checkpoint";
import { denyCheckpoint } from "@/lib/checkpoints/deny-checkpoint";
import { getCheckpoint } from "@/lib/checkpoints/get-checkpoint";
import { database } from "@/lib/db/client";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { getOverview } from "@/lib/maturity/get-overview";
import { defaults } from "./contract";
import { getOversight } from "./get-oversight";
import { listWatchedDecisions } from "./list-watched-decisions";
import { setOversightSetting } from "./set-oversight-setting";
import { entriesOf, open as openIn, release as releaseIn, setOversight } from "./testing";
import { watchApprovers } from "./watch-approvers";

await testDatabase();
let fleet: TestFleet;
beforeEach(async () => {
  fleet = await testFleet();
});

const code = (value: string) => expect.objectContaining({ code: value });
const open = () => openIn(fleet);
const release = () => releaseIn(fleet);
const set = (part: Parameters<typeof setOversight>[1]) => setOversight(fleet, part);

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
    const [opened] = await entriesOf(id);
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
    const told = (await entriesOf(fleet.users.owner.id)).filter(({ action }) => action.startsWith("oversight."));
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
