import type { StageValue } from "@/components/ui/status";

export type StageCounts = Readonly<Record<StageValue, number>>;
export type StageShare = { stage: StageValue; count: number; percent: number };

export const stageOrder: readonly StageValue[] = ["none", "observe", "enforce", "isolate"];

/** Shares in whole percent that add up to 100: what rounding leaves over goes to the largest remainders. Null without agents. */
export function prepareStages(counts: StageCounts): StageShare[] | null {
  const total = stageOrder.reduce((sum, stage) => sum + counts[stage], 0);
  if (total === 0) return null;
  const exact = stageOrder.map((stage) => ({ stage, count: counts[stage], share: (counts[stage] / total) * 100 }));
  const left = 100 - exact.reduce((sum, each) => sum + Math.floor(each.share), 0);
  const byRemainder = [...exact].sort((one, other) => (other.share % 1) - (one.share % 1)).slice(0, left);
  return exact.map(({ stage, count, share }) => ({
    stage,
    count,
    percent: Math.floor(share) + (byRemainder.some((each) => each.stage === stage) ? 1 : 0),
  }));
}
