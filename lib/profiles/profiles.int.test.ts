import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { reportEvents } from "@/lib/activity/report-events";
import { getChange } from "@/lib/changes/get-change";
import { listChanges } from "@/lib/changes/list-changes";
import { database } from "@/lib/db/client";
import { systemContext } from "@/lib/db/ctx";
import { confirmAs, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { getIsolation } from "@/lib/isolation/get-isolation";
import { listIsolation } from "@/lib/isolation/list-isolation";
import { reportCanaries } from "@/lib/isolation/report-canaries";
import { setIsolation } from "@/lib/isolation/set-isolation";
import { attempts, type SandboxPoint, sandboxPoint, signedRun } from "@/lib/isolation/testing";
import { publishBundle } from "@/lib/policy/publish-bundle";
import { RollOutPlan } from "@/lib/policy/ring-contract";
import { readTracks, revisionAt } from "@/lib/policy/tracks";
import { attendRollOuts } from "@/lib/rollouts/attend-roll-outs";
import { getRollOut } from "@/lib/rollouts/get-roll-out";
import { saveRings } from "@/lib/rollouts/save-rings";
import { sha256 } from "@/sdk/canonical";
import { Profile, profileDigest } from "@/sdk/sandbox/profile";
import { BundleContent } from "@/sdk/wire/bundle";
import type { CallEvent } from "@/sdk/wire/protocol";
import type { SandboxReport } from "@/sdk/wire/sandbox-run";
import { checkProfile } from "./check-profile";
import { dismissProposal } from "./dismiss-proposal";
import { getProfile } from "./get-profile";
import { listProfiles } from "./list-profiles";
import { replay, replayEgress } from "./replay-egress";
import { reportProposal } from "./report-proposal";
import { reportSandbox } from "./report-sandbox";
import { retireProfile } from "./retire-profile";
import { saveProfile } from "./save-profile";

await testDatabase();
const refusal = (text: RegExp) => expect.objectContaining({ message: expect.stringMatching(text) });
const code = (value: string) => expect.objectContaining({ code: value });
const rule = { host: "api.example", port: 443, as: "https" };
const profile = (more: object = {}) => ({ format: 1, name: "support", ...more });
const text = (more: object = {}) => JSON.stringify(profile(more));

let other: TestFleet;
beforeAll(async () => {
  other = await testFleet("Another organisation");
});

/** As two people would: one asks, another confirms what weakens. */
async function saved(fleet: TestFleet, more: object, at: { id: string; version: number } | null = null) {
  const asked = { id: at?.id ?? null, version: at?.version ?? 0, text: text(more), reason: "It is needed." };
  const { done, request } = await saveProfile(fleet.ctx, asked);
  if (request) await confirmAs(fleet, "security", request);
  const { items } = await listProfiles(fleet.ctx, {});
  const item = items.find(({ name }) => name === "support");
  if (!item) throw new Error("it was not saved");
  return { done, request, item };
}

const newest = async ({ orgId }: TestFleet) => {
  const row = await database().bundle.findFirstOrThrow({ where: { orgId }, orderBy: { revision: "desc" } });
  return { revision: row.revision, content: BundleContent.parse(JSON.parse(row.content)) };
};

describe("a profile of the organisation", () => {
  test("is refused with the place of the fault, under another's name, over another's version, and without the permission", async () => {
    const fleet = await testFleet("Refused");
    const ask = (more: object) => saveProfile(fleet.ctx, { id: null, version: 0, text: text(), ...more });
    await expect(ask({ text: text({ read: ["relative"] }) })).rejects.toEqual(
      refusal(/Line 1: read\.0: a place is written/),
    );
    await expect(ask({ text: "{" })).rejects.toEqual(code("invalid_input"));
    await expect(saveProfile(fleet.as("owner"), { id: null, version: 0, text: text() })).rejects.toEqual(
      code("forbidden"),
    );
    const { item } = await saved(fleet, {});
    await expect(ask({})).rejects.toEqual(refusal(/There is a sandbox profile support already/));
    await expect(ask({ id: item.id, version: 1, text: text({ name: "other" }) })).rejects.toEqual(
      refusal(/It is called support/),
    );
    await expect(ask({ id: item.id, version: 7 })).rejects.toEqual(refusal(/Somebody saved version 1 meanwhile/));
    await expect(saveProfile(other.ctx, { id: item.id, version: 1, text: text() })).rejects.toEqual(code("not_found"));
    await expect(getProfile(other.ctx, { id: item.id })).rejects.toEqual(code("not_found"));
  });

  test("that gives anything waits for a second person, and travels in the signed bundle from then on; stricter acts at once", async () => {
    const fleet = await testFleet("Reviewed");
    const before = await newest(fleet);
    const first = { id: null, version: 0, text: text({ egress: [rule] }), reason: "It answers customers." };
    const { done, request } = await saveProfile(fleet.ctx, first);
    expect(done).toBeNull();
    expect(request?.weakenings).toEqual([
      { way: "profile.egressWider", sentence: expect.stringContaining("api.example:443 (https)") },
    ]);
    expect((await newest(fleet)).revision).toBe(before.revision);
    expect((await getChange(fleet.ctx, { id: request?.id ?? "" })).texts).toMatchObject([{ before: "" }]);
    if (!request) throw new Error("it waits");
    await confirmAs(fleet, "security", request);
    const after = await newest(fleet);
    expect(after.revision).toBe(before.revision + 1);
    expect(after.content.sandboxProfiles).toMatchObject([
      { name: "support", version: 1, profile: { egress: [rule], limits: { processes: 128 } } },
    ]);
    const [item] = (await listProfiles(fleet.ctx, {})).items;
    if (!item) throw new Error("it is there");
    expect(profileDigest(Profile.parse(after.content.sandboxProfiles?.[0]?.profile))).toBe(item.digest);

    const stricter = await saveProfile(fleet.ctx, {
      id: item.id,
      version: 1,
      text: text({ egress: [{ ...rule, methods: ["GET"] }] }),
    });
    expect(stricter).toMatchObject({ done: { version: 2 }, request: null });
    expect((await newest(fleet)).content.sandboxProfiles).toMatchObject([{ version: 2 }]);
    const { versions } = await getProfile(fleet.ctx, { id: item.id });
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
    await expect(
      database().sandboxProfileVersion.updateMany({ where: { profileId: item.id }, data: { text: "{}" } }),
    ).rejects.toThrow();
  });

  test("says before it is saved what it would weaken, beside the version in force", async () => {
    const fleet = await testFleet("Checked");
    const { item } = await saved(fleet, { read: ["/srv/data"] });
    const check = (more: object) => checkProfile(fleet.ctx, { id: item.id, text: text(more) });
    expect(await check({ read: ["/srv/data"] })).toMatchObject({ faults: [], weakenings: [] });
    expect((await check({ read: ["/srv"] })).weakenings).toMatchObject([{ way: "profile.readWider" }]);
    expect(await check({ read: [7] })).toMatchObject({ weakenings: null, faults: [{ line: 1 }] });
  });

  test("that is taken out of force leaves the bundle, and what was proposed about it is overtaken", async () => {
    const fleet = await testFleet("Retired");
    const { item } = await saved(fleet, { egress: [rule] });
    const wider = { id: item.id, version: 1, text: text({ egress: [rule], read: ["/srv"] }), reason: "More." };
    await saveProfile(fleet.ctx, wider);
    await retireProfile(fleet.ctx, { id: item.id, reason: "Nobody uses it." });
    expect((await newest(fleet)).content.sandboxProfiles).toBeUndefined();
    const { items } = await listChanges(fleet.ctx, { status: "overtaken" });
    expect(items).toMatchObject([{ kind: "sandboxProfile" }]);
    await expect(retireProfile(fleet.ctx, { id: item.id, reason: "x" })).rejects.toEqual(code("conflict"));
    // To take it up again is to give everything in it anew.
    const again = await saveProfile(fleet.ctx, {
      id: item.id,
      version: 1,
      text: text({ egress: [rule] }),
      reason: "After all.",
    });
    expect(again.request?.weakenings).toMatchObject([{ way: "profile.egressWider" }]);
  });
});

describe("what runners report", () => {
  const report = (fleet: TestFleet, more: object = {}, of: object = {}): SandboxReport => ({
    ...{ runId: randomUUID(), agentId: fleet.agentId, at: new Date().toISOString(), state: "running", learning: false },
    ...{ lacks: [], ending: null, ...more },
    profile: {
      ...{ name: "support", digest: `sha256:${"0".repeat(64)}`, source: "console", version: 1, egressVersion: 1 },
      ...of,
    },
  });
  async function boxed(name: string): Promise<{ fleet: TestFleet; box: SandboxPoint }> {
    const fleet = await testFleet(name);
    return { fleet, box: await sandboxPoint(fleet.ctx, [fleet.agentId]) };
  }

  test("is refused for an agent that is not theirs, and from what is no sandbox", async () => {
    const { fleet, box } = await boxed("Whose runs");
    await expect(reportSandbox(box.point, report(other))).rejects.toEqual(code("not_found"));
    await expect(reportSandbox(fleet.point, report(fleet))).rejects.toEqual(refusal(/only a sandbox/));
    const proposal = { ...report(fleet), profile: { format: 2 } };
    const { runId, agentId, at } = proposal;
    const bad = { runId, agentId, at, profile: { format: 2 }, seen: [], unseen: [] };
    await expect(reportProposal(box.point, bad)).rejects.toEqual(refusal(/no profile/));
  });

  test("shows drift until the runner has taken what is in force, and a run that never ended ends with the next one", async () => {
    const { fleet, box } = await boxed("Drift");
    const { item } = await saved(fleet, { egress: [rule] });
    await database().pep.update({ where: { id: box.pepId }, data: { connected: true } });
    const first = report(fleet);
    await reportSandbox(box.point, first);
    const runs = async () => (await getProfile(fleet.ctx, { id: item.id })).runs;
    expect(await runs()).toMatchObject([{ state: "running", drift: null }]);
    await saved(fleet, { egress: [{ ...rule, methods: ["GET"] }] }, item);
    expect(await runs()).toMatchObject([{ drift: expect.stringMatching(/has not taken version 2 yet/) }]);
    await reportSandbox(box.point, { ...first, profile: { ...first.profile, egressVersion: 2 } });
    expect(await runs()).toMatchObject([{ drift: expect.stringMatching(/of version 1 until it starts again/) }]);
    expect((await listProfiles(fleet.ctx, {})).items).toMatchObject([{ running: 1, drifted: 1 }]);
    const { sandboxes } = await getIsolation(fleet.ctx, { agentId: fleet.agentId });
    expect(sandboxes).toMatchObject([{ profileName: "support", drift: expect.stringMatching(/of version 1/) }]);
    await reportSandbox(box.point, report(fleet, {}, { source: "local", version: null, egressVersion: null }));
    expect(await runs()).toMatchObject([{ state: "ended", ending: expect.stringMatching(/without a word/) }]);
    expect((await listProfiles(fleet.ctx, {})).others).toMatchObject([
      { source: "local", drift: expect.stringMatching(/nobody reviewed/) },
    ]);
    await reportSandbox(box.point, first);
    expect((await runs())[0]?.state).toBe("ended");
  });

  test("shows a program that is halted where it stands until it goes on again", async () => {
    const { fleet, box } = await boxed("Frozen");
    const { item } = await saved(fleet, {});
    await database().pep.update({ where: { id: box.pepId }, data: { connected: true } });
    const first = report(fleet);
    const told = async (state: SandboxReport["state"]) => {
      await reportSandbox(box.point, { ...first, state, ending: state === "ended" ? "it ended with code 0" : null });
      return (await getProfile(fleet.ctx, { id: item.id })).runs[0]?.state;
    };
    expect([await told("running"), await told("frozen"), await told("running")]).toEqual([
      "running",
      "frozen",
      "running",
    ]);
    expect((await listProfiles(fleet.ctx, {})).items).toMatchObject([{ running: 1 }]);
    expect([await told("frozen"), await told("ended")]).toEqual(["frozen", "ended"]);
  });

  test("proposes a profile, which people dismiss or save, once", async () => {
    const { fleet, box } = await boxed("Proposals");
    const { item } = await saved(fleet, {});
    const propose = {
      runId: randomUUID(),
      agentId: fleet.agentId,
      at: new Date().toISOString(),
      profile: profile({ egress: [rule] }),
      seen: ["GET api.example:443"],
      unseen: ["x"],
    };
    expect(await reportProposal(box.point, propose)).toEqual({ accepted: 1 });
    expect(await reportProposal(box.point, propose)).toEqual({ accepted: 0 });
    const { open } = await getProfile(fleet.ctx, { id: item.id });
    expect(open).toMatchObject([{ seen: ["GET api.example:443"], text: expect.stringContaining("api.example") }]);
    const id = open[0]?.id ?? "";
    await dismissProposal(fleet.ctx, { id });
    await expect(dismissProposal(fleet.ctx, { id })).rejects.toEqual(refusal(/dismissed already/));
    expect((await getProfile(fleet.ctx, { id: item.id })).open).toEqual([]);
  });

  test("where only reviewed profiles count, a run under another one, or under an earlier version, does not", async () => {
    const { fleet, box } = await boxed("Counting");
    await reportCanaries(box.point, signedRun(box, fleet.agentId));
    const { setting } = await listIsolation(fleet.ctx, {});
    const { updatedAt: _, updatedByName: __, ...chosen } = setting;
    await setIsolation(fleet.ctx, { ...chosen, reviewedOnly: true });
    const state = async () => (await getIsolation(fleet.ctx, { agentId: fleet.agentId })).state;
    expect(await state()).toBe("unreviewed");
    const { item } = await saved(fleet, { write: ["/srv/work"] });
    const of = Profile.parse(profile({ write: ["/srv/work"] }));
    await reportCanaries(box.point, signedRun(box, fleet.agentId, { profile: of, profileDigest: profileDigest(of) }));
    expect(await state()).toBe("isolated");
    await saved(fleet, {}, item);
    expect(await state()).toBe("unreviewed");
  });
});

describe("a version that goes out ring by ring", () => {
  const nobody = { environments: [], teams: [], points: [], percent: 0 };
  const terms = { automatic: true, thresholds: { soakMinutes: 0, minimumCalls: 1 } };
  const egress = [rule, { ...rule, host: "files.example" }];
  const less = { egress: [rule] };

  /** A profile that two sandboxes run, of which one is in the first ring. */
  async function ringed(name: string) {
    const fleet = await testFleet(name);
    const { item } = await saved(fleet, { egress });
    const [first, rest] = [
      await sandboxPoint(fleet.ctx, [fleet.agentId]),
      await sandboxPoint(fleet.ctx, [fleet.agentId]),
    ];
    const rings = [
      { name: "First", members: { ...nobody, points: [first.pepId] } },
      { name: "All", members: nobody },
    ];
    await saveRings(fleet.ctx, { version: 0, rings });
    for (const { point } of [first, rest])
      await reportSandbox(point, {
        ...{ runId: randomUUID(), agentId: fleet.agentId, at: new Date().toISOString(), state: "running" },
        ...{ learning: false, lacks: [], ending: null },
        profile: { name: "support", digest: item.digest, source: "console", version: 1, egressVersion: 1 },
      });
    return { fleet, item, first, rest };
  }
  const trial = (fleet: TestFleet, id: string, more: object, version = 1) =>
    saveProfile(fleet.ctx, { id, version, text: text(more), rollOut: RollOutPlan.parse(terms) });
  /** The version that a point is given. */
  async function given({ ctx, orgId }: TestFleet, pepId: string): Promise<number | undefined> {
    const revision = revisionAt(await readTracks(ctx, pepId), pepId) ?? 0;
    const { content } = await database().bundle.findUniqueOrThrow({ where: { orgId_revision: { orgId, revision } } });
    return BundleContent.parse(JSON.parse(content)).sandboxProfiles?.[0]?.version;
  }
  const attend = ({ orgId }: TestFleet) => attendRollOuts(systemContext(orgId, "test"));
  async function asked(fleet: TestFleet, { point }: SandboxPoint, host: string, revision: number): Promise<void> {
    const argumentsText = JSON.stringify({ host, path: "/", port: 443 });
    const event: CallEvent = {
      ...{ type: "call", id: randomUUID(), at: new Date().toISOString(), agentId: fleet.agentId, tool: "egress/get" },
      ...{ operationClass: "read", effect: "allow", code: "permitted", enforced: true, reason: "Permitted." },
      ...{
        policies: [],
        observed: [],
        revision,
        decisionNs: 1000,
        argumentsText,
        argumentsDigest: sha256(argumentsText),
      },
      ...{ onBehalfOf: null, chain: [], checkpointId: null, traceId: null },
    };
    expect(await reportEvents(point, { events: [event] })).toMatchObject({ results: [{ status: "stored" }] });
    const lain = new Date(Date.now() - 10_000);
    await database().activityEvent.updateMany({ where: { orgId: fleet.orgId }, data: { receivedAt: lain } });
    const begun = new Date(lain.getTime() - 10_000);
    await database().sandboxRun.updateMany({ where: { orgId: fleet.orgId }, data: { startedAt: begun } });
    await database().rollOut.updateMany({ where: { orgId: fleet.orgId, endedAt: null }, data: { judgedTo: begun } });
  }

  test("is refused where nothing runs under it yet, and beside another roll-out of it", async () => {
    const { fleet, item } = await ringed("Ringed: refused");
    const fresh = { id: null, version: 0, text: JSON.stringify({ ...profile(), name: "fresh" }) };
    await expect(saveProfile(fleet.ctx, { ...fresh, rollOut: RollOutPlan.parse(terms) })).rejects.toEqual(
      refusal(/no ring could try it/),
    );
    await trial(fleet, item.id, less);
    const amid = refusal(/Nothing was saved: a roll-out that .+ started is in ring 1 of 2, “First”/);
    await expect(trial(fleet, item.id, {})).rejects.toEqual(amid);
    await expect(saveProfile(fleet.ctx, { id: item.id, version: 1, text: text() })).rejects.toEqual(amid);
    await expect(publishBundle(fleet.ctx, {})).rejects.toEqual(refusal(/a roll-out that .+ started/));
  });

  test("reaches its first ring alone, and is taken back by itself when it refuses what the version in force lets through", async () => {
    const { fleet, item, first, rest } = await ringed("Ringed: refusals");
    const { done } = await trial(fleet, item.id, less);
    expect([await given(fleet, first.pepId), await given(fleet, rest.pepId)]).toEqual([2, 1]);
    const shown = await getProfile(fleet.ctx, { id: item.id });
    expect(shown).toMatchObject({
      version: 1,
      trial: { version: 2, ring: "First" },
      text: expect.stringMatching(/files/),
    });
    const { revision } = await database().rollOut.findFirstOrThrow({ where: { orgId: fleet.orgId } });
    await asked(fleet, first, "files.example", revision);
    await attend(fleet);
    const seen = await getRollOut(fleet.ctx, { id: done?.rollOut ?? "" });
    expect(seen).toMatchObject({
      status: "rolledBack",
      why: "In “First”, 1 of 1 requests (100 %) are newly refused by the profile; 5 % may be.",
      profile: { name: "support", version: 2, before: 1 },
    });
    expect([await given(fleet, first.pepId), await given(fleet, rest.pepId)]).toEqual([1, 1]);
    // The number of what was taken back is never used again.
    expect(await saveProfile(fleet.ctx, { id: item.id, version: 1, text: text(less) })).toMatchObject({
      done: { version: 3, rollOut: null },
    });
  });

  test("is taken back by itself when canaries get out of it", async () => {
    const { fleet, item, first } = await ringed("Ringed: canaries");
    const { done } = await trial(fleet, item.id, less);
    const of = Profile.parse(profile(less));
    const escaped = {
      ...{ profile: of, profileDigest: profileDigest(of), attempts: attempts(["files"]), result: "failed" as const },
      reason: "1 of 8 attempts got out.",
    };
    await reportCanaries(first.point, signedRun(first, fleet.agentId, escaped));
    await attend(fleet);
    expect(await getRollOut(fleet.ctx, { id: done?.rollOut ?? "" })).toMatchObject({
      status: "rolledBack",
      why: "In “First”, something got out of the profile in 1 run of canaries; 0 may fail.",
      rings: [{ canaries: 1, canaryFailures: 1 }, {}],
    });
    expect(await given(fleet, first.pepId)).toBe(1);
  });

  test("goes on with what its requests show, and is in force everywhere after the last ring", async () => {
    const { fleet, item, first, rest } = await ringed("Ringed: completed");
    const { done } = await trial(fleet, item.id, less);
    const id = done?.rollOut ?? "";
    const step = async (box: SandboxPoint) => {
      const { revision } = await database().rollOut.findFirstOrThrow({ where: { orgId: fleet.orgId } });
      await asked(fleet, box, "api.example", revision);
      await attend(fleet);
    };
    await step(first);
    expect(await getRollOut(fleet.ctx, { id })).toMatchObject({ status: "running", place: 2 });
    expect([await given(fleet, first.pepId), await given(fleet, rest.pepId)]).toEqual([2, 2]);
    await step(rest);
    expect(await getRollOut(fleet.ctx, { id })).toMatchObject({ status: "completed" });
    expect(await getProfile(fleet.ctx, { id: item.id })).toMatchObject({ version: 2, trial: null });
  });

  test("that gives more waits for a second person before its first ring", async () => {
    const { fleet, item, first } = await ringed("Ringed: two persons");
    const { done, request } = await saveProfile(fleet.ctx, {
      ...{ id: item.id, version: 1, reason: "It is needed." },
      ...{ text: text({ egress, read: ["/srv"] }), rollOut: RollOutPlan.parse(terms) },
    });
    expect([done, await given(fleet, first.pepId)]).toEqual([null, 1]);
    if (!request) throw new Error("it waits");
    expect(request.title).toMatch(/ring by ring/);
    await confirmAs(fleet, "security", request);
    expect(await given(fleet, first.pepId)).toBe(2);
  });
});

test("recorded requests meet a text as the proxy would judge them", async () => {
  const row = (method: string, args: object, effect = "allow") => ({
    tool: `egress/${method}`,
    argumentsText: JSON.stringify(args),
    effect,
  });
  const at = { host: "api.example", port: 443 };
  const rows = [
    row("get", { ...at, path: "/v1/a" }),
    row("get", { ...at, path: "/v1/b" }, "deny"),
    row("post", { ...at, path: "/v1/a" }),
    row("connect", { host: "pypi.org", port: 443 }),
    row("get", { text: "redacted" }),
  ];
  const rules = Profile.parse(profile({ egress: [{ ...rule, methods: ["GET"], paths: ["/v1/"] }] })).egress;
  const { met, unread } = replay(rows, rules);
  expect(unread).toBe(1);
  expect(met).toEqual([
    {
      method: "POST",
      ...at,
      paths: ["/v1/a"],
      count: 1,
      passed: 1,
      allowed: false,
      why: expect.stringMatching(/send POST/),
    },
    {
      method: "CONNECT",
      host: "pypi.org",
      port: 443,
      paths: [],
      count: 1,
      passed: 1,
      allowed: false,
      why: expect.stringMatching(/not in the profile/),
    },
    { method: "GET", ...at, paths: ["/v1/a", "/v1/b"], count: 2, passed: 1, allowed: true, why: null },
  ]);
  expect(await replayEgress(other.ctx, { text: text() })).toMatchObject({ faults: [], requests: 0, met: [] });
});
