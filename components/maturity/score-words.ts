/** Words for scores and their moves. Pure. */

import type { Stage } from "@/lib/maturity/contract";
import type { Cause, ChangeKind } from "@/lib/maturity/history-contract";

export const scoreWords = (score: number | null): string => (score === null ? "–" : score.toFixed(2));

/** A move too small for two decimals is still one: it is never shown as none. */
export function deltaWords(before: number | null, after: number | null): string | null {
  if (before === null || after === null) return null;
  const by = after - before;
  if (Math.abs(by) < 1e-6) return "±0";
  const sign = by < 0 ? "−" : "+";
  return Math.abs(by) < 0.005 ? `${sign}<0.01` : `${sign}${Math.abs(by).toFixed(2)}`;
}

export type Direction = "rose" | "fell" | "changed" | "began";

/** What had no score before has not risen: it begins. What has none any more has fallen out of it. */
export function directionOf(before: number | null, after: number | null): Direction {
  if (before === null) return after === null ? "changed" : "began";
  const by = (after ?? 0) - before;
  if (Math.abs(by) < 1e-6) return "changed";
  return by < 0 ? "fell" : "rose";
}

export const directionWords: Record<Direction, string> = {
  rose: "Rose",
  fell: "Fell",
  changed: "Changed",
  began: "Begins",
};

const stageWords: Record<Stage, string> = {
  none: "no stage",
  observe: "observe",
  enforce: "enforce",
  isolate: "isolate",
};

type Ends = { kind: ChangeKind; fromStage: Stage | null; toStage: Stage | null };

/** What happened to an agent, in a few words. */
export function changeWords({ kind, fromStage, toStage }: Ends): string {
  const to = toStage === null ? "" : stageWords[toStage];
  switch (kind) {
    case "first":
      return `First measured: ${to}`;
    case "stopped":
      return `Stopped: ${to}`;
    case "returned":
      return `May act again: ${to}`;
    case "removed":
      return "Removed from the inventory";
    case "moved":
      return fromStage === null || fromStage === toStage ? `Stays at ${to}` : `From ${stageWords[fromStage]} to ${to}`;
  }
}

const causeCounts: Record<Cause["direction"], (agents: string) => string> = {
  fell: (agents) => `${agents} fell`,
  rose: (agents) => `${agents} rose`,
  joined: (agents) => `${agents} joined`,
  left: (agents) => `${agents} left`,
};

export const causeWords = ({ direction, agents }: Pick<Cause, "direction" | "agents">): string =>
  causeCounts[direction](agents === 1 ? "1 agent" : `${agents.toLocaleString("en-GB")} agents`);
