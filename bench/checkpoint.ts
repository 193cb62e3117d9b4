/**
 * What people and agents wait for at a checkpoint.
 * `decided_to_proceed_*`: from sending the approval to the console's API until the held function runs, through the real gateway's
 * stream and a real point of the SDK in a process of its own. `inbox_*`: the verbs behind the inbox with 10,000 open requests of 250
 * agents, against a page of the same rows by plain SQL in the same run.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { countCheckpoints } from "@/lib/checkpoints/count-checkpoints";
import { getCheckpoint } from "@/lib/checkpoints/get-checkpoint";
import { getCheckpointContext } from "@/lib/checkpoints/get-checkpoint-context";
import { listCheckpoints } from "@/lib/checkpoints/list-checkpoints";
import { database } from "@/lib/db/client";
import type { Ctx } from "@/lib/db/ctx";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { clockMs, print, quantile } from "./support/figures";
import { type Fleet, fleetOf } from "./support/fleet";
import { HeldAgent } from "./support/held-agent";
import { openRequests } from "./support/open-requests";

export const needs = "database";

const HOLDS = 100;
const WARM_UP = 10;
const OPEN = 10_000;
const ROUNDS = 40;
const PROMISED_MS = 150;

const fleet = await fleetOf(0);
const db = database();
// The API key that decides is an admin's, not the owner's.
await db.checkpointRule.updateMany({
  where: { orgId: fleet.orgId },
  data: { stages: [{ title: "an admin", need: 1, from: [{ kind: "role", role: "admin" }] }] },
});
// One agent asks for all of them, one after the other, far faster than people are asked.
const limits = { perMinute: 1_000, pauseAfter: 10_000, changedByName: "bench", changedAt: new Date() };
await db.holdLimits.upsert({
  where: { orgId: fleet.orgId },
  create: { orgId: fleet.orgId, ...limits },
  update: limits,
});
try {
  await decisions(fleet);
  await inbox(fleet);
} finally {
  await fleet.stop();
}

async function decisions({ ctx, agentId, gatewayUrl, api }: Fleet): Promise<void> {
  const stateDir = mkdtempSync(path.join(tmpdir(), "gatehouse-bench-point-"));
  const { token } = await invitePoint(ctx, { name: "bench", kind: "sdk", agents: [agentId] });
  const agent = new HeldAgent({ url: gatewayUrl, kind: "sdk", stateDir, agent: agentId, enrolToken: token });
  try {
    await agent.told("connected");
    const taken: number[] = [];
    for (let round = 0; round < HOLDS + WARM_UP; round++) {
      // The same payment again and again is not what people are asked for.
      agent.pay(500 + round);
      const { id, digest } = await getCheckpoint(ctx, { id: (await agent.told("held")).checkpointId });
      const decidedAt = clockMs();
      const answered = api(`/v1/checkpoints/${id}/approve`, { digest });
      const { at } = await agent.told("ran");
      await answered;
      if (round >= WARM_UP) taken.push(at - decidedAt);
    }
    for (const [name, at] of [
      ["p50", 0.5],
      ["p95", 0.95],
      ["p99", 0.99],
    ] as const)
      print({
        name: `decided_to_proceed_${name}_ms`,
        value: quantile(taken, at),
        unit: "ms",
        against: `promise of ${PROMISED_MS} ms`,
        yardstick: PROMISED_MS,
      });
  } finally {
    agent.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

async function inbox(of: Fleet): Promise<void> {
  await openRequests(of, OPEN);
  const [admin, owner] = [of.as("admin"), of.as("owner")];
  const plain = await time(() =>
    db.checkpoint.findMany({
      where: { orgId: of.orgId, status: "pending" },
      orderBy: [{ riskRank: "asc" }, { expiresAt: "asc" }, { id: "asc" }],
      take: 50,
    }),
  );
  const [any] = (await listCheckpoints(admin, { box: "open", limit: 1 })).items;
  const verbs: Record<string, (ctx: Ctx) => Promise<unknown>> = {
    list_mine: (ctx) => listCheckpoints(ctx, { box: "mine" }),
    list_mine_folded: (ctx) => listCheckpoints(ctx, { box: "mine", fold: "yes" }),
    list_team: (ctx) => listCheckpoints(ctx, { box: "team" }),
    list_open: (ctx) => listCheckpoints(ctx, { box: "open" }),
    list_open_folded: (ctx) => listCheckpoints(ctx, { box: "open", fold: "yes" }),
    list_all: (ctx) => listCheckpoints(ctx, { box: "all" }),
    count: (ctx) => countCheckpoints(ctx, {}),
    request: (ctx) => getCheckpoint(ctx, { id: any?.id ?? "" }),
    request_context: (ctx) => getCheckpointContext(ctx, { id: any?.id ?? "" }),
  };
  const against = `a page of 50 by plain SQL, p95 ${plain.toFixed(1)} ms`;
  for (const [name, verb] of Object.entries(verbs)) {
    // Whoever may decide nearly all of them, and whoever may decide a few, take different ways through the same query.
    const value = Math.max(await time(() => verb(admin)), await time(() => verb(owner)));
    print({ name: `inbox_${name}_p95_ms`, value, unit: "ms", against, yardstick: plain });
  }
}

async function time(act: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < ROUNDS + 3; round++) {
    const start = performance.now();
    await act();
    if (round >= 3) taken.push(performance.now() - start);
  }
  return quantile(taken, 0.95);
}
