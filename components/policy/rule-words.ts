/** Spans in words, and what is wrong with a stage that is being written. */
import type { ApproverGroup, CheckpointStage } from "@/lib/policy/rule-contract";

/** A span in whole units: "15 minutes", "2 hours", "1 day 12 hours". */
export function spanWords(seconds: number): string {
  const units: [string, number][] = [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
    ["second", 1],
  ];
  const parts: string[] = [];
  let rest = seconds;
  for (const [word, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${word}${count === 1 ? "" : "s"}`);
  }
  return parts.join(" ") || "0 seconds";
}

/** The most people that a group can ever bring; null when that is not known beforehand. */
function most(group: ApproverGroup): number | null {
  if (group.kind === "owner" || group.kind === "backup") return 1;
  if (group.kind === "ownerOrBackup") return 2;
  return group.kind === "people" ? group.ids.length : null;
}

type StageWords = Pick<CheckpointStage, "title" | "need" | "from"> & Partial<Pick<CheckpointStage, "escalation">>;

/** Why a group says nothing yet; null when it does. */
export function groupProblem(groups: readonly ApproverGroup[]): string | null {
  if (groups.length === 0) return "Say who may decide: add at least one group.";
  if (groups.some((group) => group.kind === "people" && group.ids.length === 0)) return "Choose at least one person.";
  return groups.some((group) => group.kind === "team" && group.id === "") ? "Choose a team." : null;
}

/** Why a stage cannot be saved, or could never be met; null when it can. */
export function stageProblem(stage: StageWords): string | null {
  if (!stage.title.trim()) return "Give the stage a name.";
  const steps = stage.escalation ?? [];
  const unsaid = [stage.from, ...steps.map(({ from }) => from)].flatMap((groups) => groupProblem(groups) ?? [])[0];
  if (unsaid) return unsaid;
  const bounds = [...stage.from, ...steps.flatMap(({ from }) => from)].map(most);
  if (bounds.includes(null)) return null;
  const reachable = bounds.reduce<number>((sum, bound) => sum + (bound ?? 0), 0);
  return reachable < stage.need
    ? `It asks for ${stage.need} people, but its groups hold at most ${reachable}: it could never be met.`
    : null;
}
