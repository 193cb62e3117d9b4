import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { storeEvents } from "@/lib/activity/store-events";
import { callOf } from "@/lib/activity/testing";
import { database } from "@/lib/db/client";
import { contextFor, nobody } from "@/lib/db/ctx";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import type { RegisterAgentInput } from "@/lib/inventory/contract";
import { registerAgent } from "@/lib/inventory/register-agent";
import { registerTool } from "@/lib/inventory/register-tool";
import { listIsolation } from "@/lib/isolation/list-isolation";
import { reportCanaries } from "@/lib/isolation/report-canaries";
import { setIsolation } from "@/lib/isolation/set-isolation";
import { attempts, sandboxPoint, signedRun } from "@/lib/isolation/testing";
import { newId } from "@/lib/shared/ids";
import type { BundleManifest } from "@/sdk/wire/bundle";
import type { CallEvent, PepEvent } from "@/sdk/wire/protocol";
import { getAgentStage } from "./get-agent-stage";
import { getOverview } from "./get-overview";

await testDatabase();
let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
  [org, other] = [await testOrg(), await testOrg()];
  await publish(org, 1);
  await newSink();
  await registerTool(org.ctx, {
    server: "mail",
    name: "draft",
    operationClass: "data.write",
    reversibility: "reversible",
  });
  await registerTool(org.ctx, { server: "bank", name: "pay", operationClass: "money.move" });
});

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** An integration that takes tool calls, and had everything just now. */
const newSink = () =>
  database().sink.create({
    data: {
      id: newId("sink"),
      orgId: org.orgId,
      name: "Archive",
      kind: "file",
      settings: { file: "archive.ndjson" },
      sends: ["calls"],
      createdAt: new Date(),
      createdByName: "Ann",
      place: 0n,
      batchSize: 1,
      caughtUpAt: new Date(),
    },
  });

const publish = ({ orgId }: TestOrg, revision: number) => {
  const manifest: BundleManifest = {
    format: 1,
    org: orgId,
    revision,
    minimumRevision: 1,
    createdAt: new Date().toISOString(),
    contentDigest: `sha256:${"0".repeat(64)}`,
  };
  return database().bundle.create({
    data: {
      orgId,
      revision,
      manifest: JSON.stringify(manifest),
      content: "{}",
      contentDigest: "",
      signingKeyId: "",
      signature: "",
      cause: "published",
      createdByName: "Ann",
      note: "",
      policyCount: 0,
      agentCount: 0,
      toolCount: 0,
      createdAt: new Date(),
    },
  });
};

const newAgent = async (input: Partial<RegisterAgentInput> = {}, of = org) =>
  (await registerAgent(of.ctx, { name: newId("agent"), purpose: "Works", ownerId: of.users.owner.id, ...input })).id;

type PointChange = { agents?: string[]; mode?: string; connected?: boolean; revision?: number; revokedAt?: Date };
async function newPoint(change: PointChange = {}, { orgId } = org) {
  const id = newId("point");
  const facts = { kind: "mcp-proxy", version: "0", publicKey: id, mode: "enforce", revision: 1, connected: true };
  const { name, agents } = await database().pep.create({
    data: { id, orgId, name: `Point ${id.slice(-5)}`, lastSeenAt: new Date(), ...facts, ...change },
  });
  return { id, name, agents };
}
type TestPoint = Awaited<ReturnType<typeof newPoint>>;

let made = 0;
const eventId = () => `event-${String(++made).padStart(14, "0")}`;
const at = new Date().toISOString();
const call = (agentId: string, change: Partial<CallEvent> = {}): CallEvent =>
  callOf(agentId, { id: eventId(), at, tool: "files/read", ...change });
const ended = (callId: string): PepEvent => ({
  type: "outcome",
  id: eventId(),
  callId,
  at,
  outcome: "succeeded",
  durationMs: 1,
  error: null,
});
const held = { effect: "hold", code: "checkpoint_required", operationClass: "money.move", tool: "bank/pay" } as const;

/** Reports the events, as if they had come in an hour ago unless they are to be fresh. */
async function report(point: TestPoint, events: PepEvent[], minutes = 60, { orgId } = org): Promise<void> {
  const [results] = await database().$transaction((tx) => storeEvents(tx, [{ orgId, point, requestId: "r", events }]));
  expect(results?.filter(({ status }) => status !== "stored")).toEqual([]);
  const ids = events.map(({ id }) => id);
  const data = { receivedAt: minutesAgo(minutes) };
  await database().activityEvent.updateMany({ where: { id: { in: ids } }, data });
  await database().activityGap.updateMany({ where: { id: { in: ids } }, data });
}

async function stageNow(id: string) {
  const { stage, requirements } = await getAgentStage(org.ctx, { id });
  return { stage, unmet: requirements.filter(({ built, state }) => built && state !== "met").map((one) => one.id) };
}

describe("refuses", () => {
  test("another organisation's agent as if there were none", async () => {
    const id = await newAgent({}, other);
    await expect(getAgentStage(org.ctx, { id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("strangers", async () => {
    await expect(getOverview(contextFor(nobody, ""), {})).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("an agent's stage", () => {
  test("rises with what is really there: owner, calls with outcomes, an enforcing point, held operations", async () => {
    const id = await newAgent();
    expect(await stageNow(id)).toMatchObject({ stage: "none", unmet: expect.arrayContaining(["logged", "outcomes"]) });
    const point = await newPoint({ agents: [id] });
    const read = call(id);
    await report(point, [read, ended(read.id)]);
    expect(await stageNow(id)).toEqual({ stage: "observe", unmet: ["highRisk", "canaries"] });
    await report(point, [call(id, held)]);
    expect(await stageNow(id)).toEqual({ stage: "enforce", unmet: ["canaries"] });
  });

  test("is isolate while its canaries passed lately, and falls when one gets out and when the next run is missed", async () => {
    const id = await newAgent();
    const point = await newPoint({ agents: [id] });
    const read = call(id);
    await report(point, [read, ended(read.id), call(id, held)]);
    const box = await sandboxPoint(org.ctx, [id]);
    await database().pep.update({
      where: { id: box.pepId },
      data: { connected: true, lastSeenAt: new Date(), revision: 1 },
    });
    const ran = async (more: Parameters<typeof signedRun>[2] = {}) => {
      await reportCanaries(box.point, signedRun(box, id, more));
      return stageNow(id);
    };
    const failed = { attempts: attempts(["files"]), result: "failed", reason: "1 of 8 attempts got out." } as const;
    expect(await ran()).toEqual({ stage: "isolate", unmet: [] });
    expect(await ran(failed)).toEqual({ stage: "enforce", unmet: ["canaries"] });
    expect(await ran()).toEqual({ stage: "isolate", unmet: [] });
    // The same run, two hours old, for an organisation that asks for one every hour.
    const [newest] = await database().canaryRun.findMany({ where: { agentId: id }, orderBy: { receivedAt: "desc" } });
    if (!newest) throw new Error("it was kept");
    const lone = await newAgent();
    const [of, first] = [await newPoint({ agents: [lone] }), call(lone)];
    await report(of, [first, ended(first.id), call(lone, held)]);
    const old = { id: newId("canaryRun"), agentId: lone, runId: randomUUID(), receivedAt: minutesAgo(120) };
    await database().canaryRun.create({ data: { ...newest, ...old } });
    expect(await stageNow(lone)).toEqual({ stage: "isolate", unmet: [] });
    const { setting } = await listIsolation(org.ctx, {});
    const { updatedAt: _, updatedByName: __, ...chosen } = setting;
    await setIsolation(org.ctx, { ...chosen, everyHours: 1 });
    expect(await stageNow(lone)).toEqual({ stage: "enforce", unmet: ["canaries"] });
  });

  test("falls when a point goes away, falls behind, or only observes", async () => {
    const id = await newAgent();
    const point = await newPoint({ agents: [id] });
    const read = call(id);
    await report(point, [read, ended(read.id), call(id, held)]);
    const unmetWith = async (data: { connected?: boolean; revision?: number; mode?: string; lastSeenAt?: Date }) => {
      await database().pep.update({ where: { id: point.id }, data });
      return (await stageNow(id)).unmet;
    };
    expect(await unmetWith({ connected: false })).toEqual(["connected", "canaries"]);
    expect(await unmetWith({ connected: true, lastSeenAt: minutesAgo(10) })).toEqual(["connected", "canaries"]);
    expect(await unmetWith({ lastSeenAt: new Date(), revision: 0 })).toEqual(["revision", "canaries"]);
    expect(await unmetWith({ revision: 1, mode: "observe" })).toEqual(["point", "canaries"]);
    expect(await unmetWith({ mode: "enforce" })).toEqual(["canaries"]);
  });

  test("falls when its owner leaves", async () => {
    const leaver = await database().user.create({
      data: { id: newId("user"), orgId: org.orgId, email: "leaver@example.test", name: "Leaver" },
    });
    const id = await newAgent({ ownerId: leaver.id });
    expect((await stageNow(id)).unmet).not.toContain("owner");
    await database().user.update({ where: { id: leaver.id }, data: { status: "disabled" } });
    expect((await stageNow(id)).unmet).toContain("owner");
  });

  test("needs outcomes of permitted calls, but not yet of those that may still run", async () => {
    const id = await newAgent();
    const point = await newPoint({ agents: [id] });
    await report(point, [call(id)], 1);
    expect((await stageNow(id)).unmet).not.toContain("outcomes");
    await report(point, [call(id)], 10);
    expect((await stageNow(id)).unmet).toContain("outcomes");
  });

  test("forgets calls that are older than a week", async () => {
    const id = await newAgent();
    await report(await newPoint({ agents: [id] }), [call(id)], 8 * 24 * 60);
    expect((await stageNow(id)).unmet).toContain("logged");
  });

  test("suffers from losses of the points that serve it, and from no others", async () => {
    const [id, bystander] = [await newAgent(), await newAgent()];
    const [point, far] = [await newPoint({ agents: [id] }), await newPoint({ agents: [bystander] })];
    await report(far, [call(bystander)]);
    const loss: PepEvent = {
      type: "gap",
      id: eventId(),
      at,
      lost: 4,
      firstAt: at,
      lastAt: at,
      reason: "The spool was full.",
    };
    await report(point, [call(id), loss]);
    expect((await stageNow(id)).unmet).toContain("complete");
    expect((await stageNow(bystander)).unmet).not.toContain("complete");
    await database().activityGap.updateMany({ where: { pepId: point.id }, data: { receivedAt: minutesAgo(25 * 60) } });
    expect((await stageNow(id)).unmet).not.toContain("complete");
  });

  test("falls when no SIEM has had its calls for 15 minutes, or delivery is paused", async () => {
    const id = await newAgent();
    await newPoint({ agents: [id] });
    const siem = async (data: { caughtUpAt?: Date; lastDeliveredAt?: Date; status?: string }) => {
      await database().sink.updateMany({ where: { orgId: org.orgId }, data });
      return (await stageNow(id)).unmet.includes("siem");
    };
    expect(await siem({})).toBe(false);
    expect(await siem({ caughtUpAt: minutesAgo(16) })).toBe(true);
    expect(await siem({ lastDeliveredAt: minutesAgo(14) })).toBe(false);
    expect(await siem({ status: "paused" })).toBe(true);
    expect(await siem({ status: "active", caughtUpAt: new Date() })).toBe(false);
  });

  test("counts a high-risk operation as held when people let it through, and as open when nobody was asked", async () => {
    const id = await newAgent();
    const point = await newPoint({ agents: [id] });
    const granted = call(id, { ...held, effect: "allow", code: "permitted", checkpointId: newId("checkpoint") });
    const draft = call(id, { operationClass: "data.write", tool: "mail/draft" });
    await report(point, [granted, ended(granted.id), draft, ended(draft.id)]);
    expect((await stageNow(id)).unmet).toEqual(["canaries"]);
    const open = call(id, { ...held, effect: "allow", code: "permitted" });
    await report(point, [open, ended(open.id)]);
    expect((await stageNow(id)).unmet).toEqual(["highRisk", "canaries"]);
  });

  test("is judged by its own points and those it used; by points open to all only when it has none", async () => {
    const [bound, roaming] = [await newAgent(), await newAgent()];
    await newPoint({ agents: [bound] });
    const open = await newPoint({ connected: false });
    const gone = await newPoint({ connected: false, revokedAt: new Date() });
    expect((await stageNow(bound)).unmet).not.toContain("connected");
    expect((await stageNow(roaming)).unmet).toContain("connected");
    await report(gone, [call(bound)]);
    expect((await stageNow(bound)).unmet).not.toContain("connected");
    await report(open, [call(bound)]);
    expect((await stageNow(bound)).unmet).toContain("connected");
    await database().pep.delete({ where: { id: open.id } });
  });

  test("is none while it is stopped", async () => {
    const id = await newAgent();
    await database().agent.update({ where: { id }, data: { status: "killed" } });
    expect(await getAgentStage(org.ctx, { id })).toMatchObject({ stage: "none", status: "killed" });
    expect((await stageNow(id)).unmet).toContain("active");
  });
});

describe("the overview", () => {
  test("of an organisation with nothing in it claims nothing", async () => {
    const { ctx } = await testOrg();
    expect(await getOverview(ctx, {})).toMatchObject({
      stage: "none",
      agents: { total: 0, active: 0, stopped: 0, unowned: 0, none: 0, observe: 0, enforce: 0, isolate: 0 },
      points: { total: 0, connected: 0, current: 0 },
      checkpoints: { open: 0, decided24h: 0, medianDecisionSeconds: null },
      calls24h: { total: 0, permitted: 0, withOutcome: 0 },
      lastKill: null,
      next: [],
    });
  });

  test("counts what is stored, and nothing of another organisation", async () => {
    const own = await testOrg();
    const [first, unowned, killed] = [
      await newAgent({}, own),
      await newAgent({ ownerId: null }, own),
      await newAgent({}, own),
    ];
    await database().agent.update({ where: { id: killed }, data: { status: "killed" } });
    await publish(own, 7);
    const point = await newPoint({ agents: [first, unowned], revision: 7 }, own);
    await newPoint({ connected: false }, own);
    await newPoint({ revokedAt: new Date() }, own);
    const [one, two] = [call(first), call(first)];
    const denied = call(first, { effect: "deny", code: "forbidden" });
    const heldCall = call(first, held);
    await report(point, [one, two, ended(one.id), denied, heldCall, call(unowned)], 60, own);
    await report(point, [call(first)], 25 * 60, own);
    await registerTool(own.ctx, { server: "s", name: "t", operationClass: "read" });
    await database().tool.updateMany({ where: { orgId: own.orgId }, data: { state: "changed" } });

    const overview = await getOverview(own.as("executive"), {});
    expect(overview.agents).toEqual({
      total: 3,
      active: 2,
      stopped: 1,
      unowned: 1,
      none: 2,
      observe: 0,
      enforce: 0,
      isolate: 0,
    });
    expect(overview.points).toEqual({ total: 2, connected: 1, current: 1 });
    expect(overview.calls24h).toEqual({ total: 5, allow: 3, deny: 1, hold: 1, withOutcome: 1, permitted: 3 });
    expect(overview.toolsWaiting).toBe(1);
    expect(overview.stage).toBe("none");
    expect(overview.next.map(({ agentId }) => agentId).sort()).toEqual([first, unowned].sort());
  });

  test("counts as decided what people decided, and says how long the middle one took them", async () => {
    const own = await testOrg();
    const agentId = await newAgent({}, own);
    const open = async (status: string, seconds: number | null, expiresAt = new Date(Date.now() + 600_000)) => {
      const [id, createdAt] = [newId("checkpoint"), minutesAgo(30)];
      const shown = { orgId: own.orgId, agentId, agentName: "A", tool: "bank/pay", operationClass: "money.move" };
      const rest = {
        reversibility: "irreversible",
        riskTier: "low",
        action: "{}",
        callId: id,
        revision: 1,
        stages: [],
      };
      await database().checkpoint.create({
        data: { ...shown, ...rest, id, digest: id, pepId: newId("point"), status, createdAt, expiresAt },
      });
      if (seconds === null) return;
      const vote = {
        checkpointId: id,
        orgId: own.orgId,
        userId: own.users.admin.id,
        userName: "A",
        personId: own.users.admin.id,
        verdict: "approve",
      };
      await database().checkpointDecision.create({
        data: { ...vote, digest: id, at: new Date(createdAt.getTime() + seconds * 1000) },
      });
    };
    await open("approved", 10);
    await open("denied", 20);
    await open("redeemed", 60);
    await open("expired", 5);
    await open("pending", 5);
    await open("pending", null);
    await open("pending", null, minutesAgo(1));
    const { checkpoints } = await getOverview(own.ctx, {});
    expect(checkpoints).toEqual({ open: 2, decided24h: 3, medianDecisionSeconds: 20 });
  });

  test("shows the newest kill that any point confirmed, with the time of the last confirmation", async () => {
    const own = await testOrg();
    const points = [await newPoint({}, own), await newPoint({}, own), await newPoint({}, own)];
    const order = async (status: string, orderedAt: Date, ms: number[]) => {
      const id = newId("stopOrder");
      const facts = { agentId: newId("agent"), agentName: `Killed ${ms.length}`, reason: "x", orderedByName: "Ann" };
      await database().stopOrder.create({
        data: { id, orgId: own.orgId, ...facts, status, orderedAt, points: points.map((point) => point.id) },
      });
      for (const [at, delay] of ms.entries()) {
        const receivedAt = new Date(orderedAt.getTime() + delay);
        await database().stopAck.create({
          data: { orderId: id, orgId: own.orgId, pepId: points[at]?.id ?? "", pepAt: receivedAt, receivedAt },
        });
      }
    };
    await order("killed", minutesAgo(30), [5]);
    await order("killed", minutesAgo(20), [12, 40]);
    await order("killed", minutesAgo(10), []);
    await order("active", minutesAgo(5), [1, 1, 1]);
    const { lastKill } = await getOverview(own.ctx, {});
    expect(lastKill).toMatchObject({ agentName: "Killed 2", ms: 40, confirmed: 2, points: 3 });
  });
});
