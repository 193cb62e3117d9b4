/**
 * Which decision of a point is the decision about which reported call. Pure. Each decision is one call's at most, and a decision that
 * certainly is about another call is never taken: better a call that is looked into than one that hides behind its neighbour.
 */

export type OpenCall = {
  id: string;
  atMs: number;
  durationMs: number | null;
  agentId: string;
  /** As policies write it, or bare where the inventory did not know which server offers it. */
  tool: string;
  callId: string | null;
  traceId: string | null;
  argumentsDigest: string | null;
};
export type Decision = {
  id: string;
  atMs: number;
  agentId: string;
  tool: string;
  traceId: string | null;
  argumentsDigest: string;
};
export type MatchedBy = "callId" | "trace" | "window";
export type Match = { callId: string; decisionId: string; by: MatchedBy };

/** A decision comes before its call begins, or while it waits for it; clocks of two processes differ a little. */
export const BEFORE_MS = 60_000;
export const AFTER_MS = 5_000;

type Pass = { by: MatchedBy; fits: (call: OpenCall, decision: Decision) => boolean };

const sameTrace = (call: OpenCall, decision: Decision) => call.traceId !== null && call.traceId === decision.traceId;
const sameArguments = (call: OpenCall, decision: Decision) => call.argumentsDigest === decision.argumentsDigest;
const otherTrace = (call: OpenCall, decision: Decision) =>
  call.traceId !== null && decision.traceId !== null && call.traceId !== decision.traceId;
const inTime = ({ atMs, durationMs }: OpenCall, decision: Decision) =>
  decision.atMs >= atMs - BEFORE_MS && decision.atMs <= atMs + (durationMs ?? 0) + AFTER_MS;

/** The surest first. */
const passes: readonly Pass[] = [
  { by: "callId", fits: (call, decision) => call.callId === decision.id },
  { by: "trace", fits: (call, decision) => sameTrace(call, decision) && sameArguments(call, decision) },
  { by: "trace", fits: sameTrace },
  {
    by: "window",
    fits: (call, decision) => sameArguments(call, decision) && inTime(call, decision) && !otherTrace(call, decision),
  },
  {
    by: "window",
    fits: (call, decision) => call.argumentsDigest === null && inTime(call, decision) && !otherTrace(call, decision),
  },
];

export function matchCalls(calls: readonly OpenCall[], decisions: readonly Decision[]): Match[] {
  const byTool = new Map<string, Decision[]>();
  for (const decision of decisions) {
    const list = byTool.get(keyOf(decision)) ?? [];
    list.push(decision);
    byTool.set(keyOf(decision), list);
  }
  const open = new Map([...calls].sort((a, b) => a.atMs - b.atMs).map((call) => [call.id, call]));
  const used = new Set<string>();
  const matches: Match[] = [];
  for (const { by, fits } of passes) {
    for (const call of open.values()) {
      const nearest = (byTool.get(keyOf(call)) ?? [])
        .filter((one) => !used.has(one.id) && sameTool(call.tool, one.tool) && fits(call, one))
        .sort((a, b) => Math.abs(a.atMs - call.atMs) - Math.abs(b.atMs - call.atMs))[0];
      if (!nearest) continue;
      used.add(nearest.id);
      open.delete(call.id);
      matches.push({ callId: call.id, decisionId: nearest.id, by });
    }
  }
  return matches;
}

export const bareName = (tool: string): string => tool.slice(tool.indexOf("/") + 1);
const keyOf = ({ agentId, tool }: { agentId: string; tool: string }): string => `${agentId} ${bareName(tool)}`;
/** A name without its server may be any server's. */
const sameTool = (reported: string, decided: string): boolean =>
  reported === decided || (!reported.includes("/") && bareName(decided) === reported);
