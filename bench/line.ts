/**
 * The whole line on a running stack: hold → pending, approve → proceed, kill → refused, each through the console's API, the
 * real gateway and the SDK's real point in this process. Compared with what is promised, in the same run.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { admin, type Management, management } from "@/e2e/support/management";
import { approveCheckpointOp, getCheckpointOp } from "@/lib/checkpoints/contract";
import { invitePointOp } from "@/lib/enforcement/contract";
import { killAgentOp } from "@/lib/enforcement/stop-contract";
import { registerAgentOp, registerToolOp } from "@/lib/inventory/contract";
import { createPolicyOp, publishBundleOp, saveRuleOp } from "@/lib/policy/contract";
import { connect } from "@/sdk/pep/connect";
import type { EnforcementPoint } from "@/sdk/pep/enforcement-point";

export const needs = "stack";

const ROUNDS = 60;
const WARM_UP = 5;
const consoleUrl = process.env.APP_URL ?? "http://localhost:3000";
const gatewayUrl = process.env.GATEWAY_URL ?? "http://localhost:3001";

/** One agent is held again and again; each kill takes an agent of its own, since a release would take two people. */
type Ground = { api: Management; point: EnforcementPoint; agentId: string; toKill: string[] };

async function prepare(stateDir: string): Promise<Ground> {
  const api = management(admin("api-key", "--role", "admin", "--name", "bench"), consoleUrl);
  const { id: agentId } = await api(registerAgentOp, { name: "Bench agent", purpose: "is measured", riskTier: "high" });
  const toKill: string[] = [];
  for (let number = 0; number < ROUNDS + WARM_UP; number++) {
    const agent = { name: `Bench agent to kill ${number}`, purpose: "is killed", riskTier: "high" } as const;
    toKill.push((await api(registerAgentOp, agent)).id);
  }
  const inputSchema = { type: "object", properties: { amount: { type: "integer" } }, required: ["amount"] };
  await api(registerToolOp, { server: "bank", name: "pay", operationClass: "money.move", definition: { inputSchema } });
  await api(saveRuleOp, {
    slug: "bench",
    title: "An admin agrees",
    stages: [{ title: "an admin", need: 1, from: [{ kind: "role", role: "admin" }] }],
  });
  await api(createPolicyOp, { slug: "open", title: "open", text: "permit (principal, action, resource);" });
  await api(createPolicyOp, {
    slug: "held",
    title: "held",
    text: '@checkpoint("bench")\nforbid (principal, action == Action::"bank/pay", resource) when { context.args.amount > 100 };',
  });
  await api(publishBundleOp, {});
  const { token } = await api(invitePointOp, { name: "bench", kind: "sdk", agents: [agentId, ...toKill] });
  const point = await connect({ url: gatewayUrl, kind: "sdk", stateDir, agent: agentId, enrolToken: token });
  return { api, point, agentId, toKill };
}

const call = (agentId: string, amount: number) => ({ agentId, tool: "bank/pay", arguments: { amount } });

/** One held call from its first moment until its function runs. */
async function holdAndApprove({ api, point, agentId }: Ground): Promise<{ held: number; proceeded: number }> {
  const from = performance.now();
  let heldAt = 0;
  let ranAt = 0;
  let opened: (id: string) => void = () => undefined;
  const id = new Promise<string>((resolve) => {
    opened = resolve;
  });
  const done = point.call(
    call(agentId, 500),
    async () => {
      ranAt = performance.now();
    },
    {
      onHeld: ({ checkpointId }) => {
        heldAt = performance.now();
        opened(checkpointId);
      },
    },
  );
  const checkpoint = await api(getCheckpointOp, { id: await id });
  const approvedAt = performance.now();
  await api(approveCheckpointOp, { id: checkpoint.id, digest: checkpoint.digest });
  await done;
  return { held: heldAt - from, proceeded: ranAt - approvedAt };
}

/** From sending the kill until the point's own decision is a refusal. */
async function killAndRefuse({ api, point, toKill }: Ground): Promise<number> {
  const agentId = toKill.pop();
  if (agentId === undefined) throw new Error("there is no agent left to kill");
  const from = performance.now();
  const order = api(killAgentOp, { id: agentId, reason: "bench" });
  while (point.decide(call(agentId, 1)).effect !== "deny") await new Promise((tick) => setImmediate(tick));
  const ms = performance.now() - from;
  await order;
  return ms;
}

const quantile = (values: number[], at: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * at))] ?? Number.NaN;

function print(name: string, value: number, promised: number): void {
  console.log(
    JSON.stringify({
      name,
      value: Number(value.toFixed(2)),
      unit: "ms",
      against: `promise of ${promised} ms`,
      ratio: Number((value / promised).toFixed(3)),
    }),
  );
}

const stateDir = mkdtempSync(path.join(tmpdir(), "gatehouse-bench-point-"));
const ground = await prepare(stateDir);
try {
  const holds: { held: number; proceeded: number }[] = [];
  const kills: number[] = [];
  for (let round = 0; round < ROUNDS + WARM_UP; round++) {
    const hold = await holdAndApprove(ground);
    const kill = await killAndRefuse(ground);
    if (round < WARM_UP) continue;
    holds.push(hold);
    kills.push(kill);
  }
  print(
    "hold_to_pending_p95_ms",
    quantile(
      holds.map(({ held }) => held),
      0.95,
    ),
    250,
  );
  print(
    "approve_to_proceed_p95_ms",
    quantile(
      holds.map(({ proceeded }) => proceeded),
      0.95,
    ),
    150,
  );
  print("kill_to_refused_p99_ms", quantile(kills, 0.99), 100);
  print("kill_to_refused_p50_ms", quantile(kills, 0.5), 100);
} finally {
  await ground.point.close();
  rmSync(stateDir, { recursive: true, force: true });
}
