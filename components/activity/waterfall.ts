/** A trace as rows to draw: agents, the agents that they act through, their calls, and the time that people took. Pure. */
import type { CallTrace, TraceCall } from "@/lib/activity/explorer-contract";

export type WaterfallRow = {
  id: string;
  kind: "agent" | "delegation" | "call" | "wait";
  depth: number;
  /** An agent's name or a tool: what agents and points say. */
  name: string;
  agentId: string;
  /** Milliseconds since the trace began. */
  start: number;
  /** Null while it goes on, or where nobody said when it ended. */
  end: number | null;
  call: TraceCall | null;
};
export type Waterfall = { from: number; length: number; rows: WaterfallRow[] };

type Node = { key: string; agentId: string; depth: number; calls: TraceCall[]; below: Node[] };

/** Rows stand in the order in which things began, each below what it came through; while people are asked, it lasts until `now`. */
export function waterfallOf({ calls, agents }: Pick<CallTrace, "calls" | "agents">, now: number | null): Waterfall {
  const from = Math.min(...calls.map(({ at }) => Date.parse(at)));
  const waits = firstOfEach(calls);
  const rows = rootsOf(calls).flatMap((node) => rowsOf(node, { from, agents, waits }));
  const open = rows.some(({ kind, end }) => kind === "wait" && end === null) && now !== null ? now - from : 1;
  const length = Math.max(1, open, ...rows.map(({ start, end }) => end ?? start));
  return { from, length, rows };
}

/** One node for each way through agents; a way whose beginning made no call itself still has its place. */
function rootsOf(calls: readonly TraceCall[]): Node[] {
  const nodes = new Map<string, Node>();
  const roots: Node[] = [];
  const nodeAt = (way: readonly string[]): Node => {
    const key = JSON.stringify(way);
    const known = nodes.get(key);
    if (known) return known;
    const node: Node = { key, agentId: way.at(-1) ?? "", depth: way.length - 1, calls: [], below: [] };
    nodes.set(key, node);
    (way.length > 1 ? nodeAt(way.slice(0, -1)).below : roots).push(node);
    return node;
  };
  for (const call of calls) nodeAt([...call.chain, call.agentId]).calls.push(call);
  return roots;
}

type Known = { from: number; agents: Readonly<Record<string, string>>; waits: ReadonlySet<string> };

function rowsOf(node: Node, known: Known): WaterfallRow[] {
  const parts = [
    ...node.calls.map((call) => callRows(call, node.depth + 1, known)),
    ...node.below.map((each) => rowsOf(each, known)),
  ].sort(([one], [other]) => (one?.start ?? 0) - (other?.start ?? 0));
  const inside = parts.flat();
  const ends = inside.map(({ start, end }) => end ?? start);
  const row: WaterfallRow = {
    id: node.key,
    kind: node.depth === 0 ? "agent" : "delegation",
    depth: node.depth,
    name: known.agents[node.agentId] ?? node.calls[0]?.agentName ?? node.agentId,
    agentId: node.agentId,
    start: Math.min(...inside.map(({ start }) => start)),
    end: inside.some(({ kind, end }) => kind === "wait" && end === null) ? null : Math.max(...ends),
    call: null,
  };
  return [row, ...inside];
}

function callRows(call: TraceCall, depth: number, { from, waits }: Known): WaterfallRow[] {
  const start = Date.parse(call.at) - from;
  const row = { id: call.id, depth, name: call.tool, agentId: call.agentId, call };
  const ends = endOf(call);
  const rows: WaterfallRow[] = [
    { ...row, kind: "call", start, end: ends === null ? null : Math.max(start, ends - from) },
  ];
  const { wait } = call;
  if (wait === null || !waits.has(call.id)) return rows;
  const asked = Math.max(0, Date.parse(wait.from) - from);
  const decided = wait.to === null ? null : Math.max(asked, Date.parse(wait.to) - from);
  return [...rows, { ...row, id: `${call.id} wait`, kind: "wait", depth: depth + 1, start: asked, end: decided }];
}

function endOf({ at, endedAt, durationMs, effect, enforced }: TraceCall): number | null {
  if (endedAt !== null) return Date.parse(endedAt);
  if (durationMs !== null) return Date.parse(at) + durationMs;
  // What was refused ended as it was decided.
  return effect === "deny" && enforced ? Date.parse(at) : null;
}

/** A request is named by the call that was held and by the one that ran: it is drawn below the first. */
function firstOfEach(calls: readonly TraceCall[]): Set<string> {
  const first = new Map<string, string>();
  for (const { id, wait } of calls) if (wait && !first.has(wait.checkpointId)) first.set(wait.checkpointId, id);
  return new Set(first.values());
}
