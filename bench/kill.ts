/**
 * From the call of the management API until the last of N points has received the kill, which refuses the agent in the same
 * step. Beside it, in the same run: the same bytes to the same number of readers by a bare node:http server.
 */
import { clockMs, median, print, quantile } from "./support/figures";
import { type Fleet, fleetOf, moreAgents } from "./support/fleet";
import { RawFanOut, residentKb, Swarm } from "./support/swarm";

export const needs = "database";

const SIZES = [
  { points: 1_000, rounds: 30 },
  { points: 5_000, rounds: 15 },
];
const WARM_UP = 3;
const FIRST = 300;
/** Of a kill on the stream, with its sequence and framing. */
const EVENT_BYTES = 190;
const PEER = "bare node:http fan-out of the same bytes";

type Reached = { all: number[]; last: number };

/** What each point waited since `from`, and what the last one did. */
function reached(from: number, at: number[]): Reached {
  const all = at.map((time) => time - from);
  return { all, last: Math.max(...all) };
}

async function killRounds(fleet: Fleet, swarm: Swarm, rounds: number): Promise<{ kills: Reached[]; acks: number[] }> {
  const kills: Reached[] = [];
  const acks: number[] = [];
  const agents = await moreAgents(fleet, rounds + WARM_UP);
  for (let round = 0; round < rounds + WARM_UP; round++) {
    const from = clockMs();
    const { orderId } = await fleet.api(`/v1/agents/${agents[round]}/kill`, { reason: "bench" });
    const got = reached(from, await swarm.times("received", String(orderId)));
    const answered = reached(from, await swarm.times("answered", String(orderId)));
    if (round >= WARM_UP) {
      kills.push(got);
      acks.push(answered.last);
    }
  }
  return { kills, acks };
}

async function rawRounds(raw: RawFanOut, swarm: Swarm, rounds: number): Promise<Reached[]> {
  const all: Reached[] = [];
  for (let round = 0; round < rounds + WARM_UP; round++) {
    const { from, key } = await raw.send(EVENT_BYTES);
    const got = reached(from, await swarm.times("received", key));
    if (round >= WARM_UP) all.push(got);
  }
  return all;
}

async function measure(points: number, rounds: number): Promise<void> {
  const fleet = await fleetOf(points);
  const raw = new RawFanOut();
  const [swarm, listeners] = [new Swarm(), new Swarm()];
  try {
    const rawUrl = await raw.url();
    const stranger = { path: "/", privateKey: null, answer: false, points: fleet.points };
    const { privateKey } = fleet;
    const to = { url: fleet.gatewayUrl, path: "/v1/pep/stream", points: fleet.points, privateKey, answer: true };
    // What a process takes for its first connections is its own, and no connection's.
    const first = fleet.points.slice(0, FIRST);
    await swarm.connect({ ...to, points: first });
    swarm.disconnect();
    await listeners.connect({ url: rawUrl, ...stranger, points: first });
    listeners.disconnect();
    const before = { gateway: residentKb(fleet.gatewayPid), raw: residentKb(raw.pid) };
    const rawConnectMs = await listeners.connect({ url: rawUrl, ...stranger });
    const rawKb = (residentKb(raw.pid) - before.raw) / points;
    const rawTimes = await rawRounds(raw, listeners, rounds);
    listeners.stop();
    const connectMs = await swarm.connect(to);
    const kb = (residentKb(fleet.gatewayPid) - before.gateway) / points;
    const { kills, acks } = await killRounds(fleet, swarm, rounds);
    const [ours, theirs] = [kills.map(({ last }) => last), rawTimes.map(({ last }) => last)];
    const figure = (name: string, value: number, unit: string, yardstick: number, against = PEER) =>
      print({ name: `${name}_${points}`, value, unit, against, yardstick });
    figure("kill_p50_ms", median(ours), "ms", median(theirs));
    figure("kill_p99_ms", quantile(ours, 0.99), "ms", quantile(theirs, 0.99));
    figure("kill_acked_p50_ms", median(acks), "ms", median(theirs));
    figure("connect_all_ms", connectMs, "ms", rawConnectMs, "bare node:http, connecting the same number");
    figure("gateway_kb_per_point", kb, "kB", rawKb, "bare node:http, resident memory for each connection");
  } finally {
    swarm.stop();
    listeners.stop();
    raw.stop();
    await fleet.stop();
  }
}

for (const { points, rounds } of SIZES) await measure(points, rounds);
