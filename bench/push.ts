/**
 * A publication until points have it: N points fetch the bundle and their acknowledgements are recorded; and one real point of
 * the SDK until 5,000 policies are in force. Beside it, in the same run: the same bytes to the same number of readers by a bare
 * node:http server.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { database } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/ctx";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { readTool } from "@/lib/enforcement/testing";
import { lockBundles, signBundle } from "@/lib/policy/sign-bundle";
import { newId } from "@/lib/shared/ids";
import { connect } from "@/sdk/pep/connect";
import { clockMs, median, print, quantile } from "./support/figures";
import { type Fleet, fleetOf } from "./support/fleet";
import { organisation } from "./support/organisation";
import { RawFanOut, Swarm } from "./support/swarm";

export const needs = "database";

const SIZES = [
  { points: 100, rounds: 15 },
  { points: 1_000, rounds: 10 },
];
const WARM_UP = 2;
const MANY_POLICIES = 5_000;
const LARGE_ROUNDS = 5;
/** Of a bundle's announcement on the stream. */
const EVENT_BYTES = 90;
const PEER = "bare node:http fan-out of the announcement's bytes";

async function pushRounds(fleet: Fleet, swarm: Swarm, rounds: number): Promise<number[]> {
  const p95s: number[] = [];
  for (let round = 0; round < rounds + WARM_UP; round++) {
    const from = clockMs();
    const { done } = await fleet.api("/v1/bundles", { note: `round ${round}` });
    const { revision } = done as { revision: number };
    const answered = await swarm.times("answered", `revision ${revision}`);
    if (round < WARM_UP) continue;
    p95s.push(
      quantile(
        answered.map((time) => time - from),
        0.95,
      ),
    );
  }
  return p95s;
}

async function rawRounds(raw: RawFanOut, listeners: Swarm, rounds: number): Promise<number[]> {
  const p95s: number[] = [];
  for (let round = 0; round < rounds + WARM_UP; round++) {
    const { from, key } = await raw.send(EVENT_BYTES);
    const received = await listeners.times("received", key);
    if (round < WARM_UP) continue;
    p95s.push(
      quantile(
        received.map((time) => time - from),
        0.95,
      ),
    );
  }
  return p95s;
}

async function measure(points: number, rounds: number): Promise<void> {
  const fleet = await fleetOf(points);
  const raw = new RawFanOut();
  const [swarm, listeners] = [new Swarm(), new Swarm()];
  try {
    const url = await raw.url();
    await listeners.connect({ url, path: "/", privateKey: null, answer: false, points: fleet.points });
    const theirs = median(await rawRounds(raw, listeners, rounds));
    listeners.stop();
    const { privateKey, gatewayUrl } = fleet;
    await swarm.connect({ url: gatewayUrl, path: "/v1/pep/stream", points: fleet.points, privateKey, answer: true });
    const ours = median(await pushRounds(fleet, swarm, rounds));
    print({ name: `push_ack_p95_ms_${points}`, value: ours, unit: "ms", against: PEER, yardstick: theirs });
  } finally {
    swarm.stop();
    listeners.stop();
    raw.stop();
    await fleet.stop();
  }
}

/** Policies as they are once they were published: one of them, of which each round has another version. */
async function seedPolicies(fleet: Fleet): Promise<void> {
  const { content } = organisation(MANY_POLICIES, 0);
  const rows = content.policies.map((policy) => ({ policy, id: newId("policy") }));
  const { orgId } = fleet;
  await database().policy.createMany({
    data: rows.map(({ policy, id }) => ({ id, orgId, slug: policy.id, title: policy.title, version: 1 })),
  });
  await database().policyVersion.createMany({
    data: rows.map(({ policy, id }) => ({
      orgId,
      policyId: id,
      version: 1,
      text: "",
      cedar: policy.cedar,
      effect: policy.effect,
      checkpoint: policy.checkpoint,
      mode: policy.mode,
      createdById: "bench",
      createdByName: "bench",
    })),
  });
  await database().publishedPolicy.createMany({ data: rows.map(({ id }) => ({ orgId, policyId: id, version: 1 })) });
  await database().checkpointRule.createMany({
    data: content.rules.map(({ id, title, expiresInSeconds }) => ({
      orgId,
      slug: id,
      title,
      expiresInSeconds,
      stages: [],
    })),
  });
}

/** From the commit of the publication until a point's own decision is by it. */
async function measureLarge(): Promise<void> {
  const fleet = await fleetOf(0);
  const stateDir = mkdtempSync(path.join(tmpdir(), "gatehouse-bench-push-"));
  await seedPolicies(fleet);
  const { token } = await invitePoint(fleet.ctx, { name: "bench", kind: "sdk", agents: [fleet.agentId] });
  const point = await connect({
    url: fleet.gatewayUrl,
    kind: "sdk",
    stateDir,
    agent: fleet.agentId,
    enrolToken: token,
  });
  try {
    const call = { agentId: fleet.agentId, tool: readTool, arguments: { account: "1" } };
    const times: number[] = [];
    for (let round = 0; round < LARGE_ROUNDS + 1; round++) {
      // Compiling and signing so many is the publisher's part, and takes longer than a request may.
      const signed = await database().$transaction(
        async (db) => {
          const tx = { ...fleet.system, db, now: await databaseNow(db) };
          await lockBundles(tx);
          return signBundle(tx, "published", `round ${round}`);
        },
        { timeout: 120_000 },
      );
      const from = clockMs();
      while (point.decide(call).revision !== signed?.revision) await new Promise((tick) => setTimeout(tick, 1));
      if (round > 0) times.push(clockMs() - from);
    }
    print({
      name: `push_in_force_ms_${MANY_POLICIES}_policies`,
      value: median(times),
      unit: "ms",
      against: "promise of 1,000 ms",
      yardstick: 1_000,
    });
  } finally {
    await point.close();
    await fleet.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

for (const { points, rounds } of SIZES) await measure(points, rounds);
await measureLarge();
