/** Checkpoint rules in words, and what is wrong with one that is being written. */
import type { ApproverGroup, CheckpointStage } from "@/lib/policy/contract";
import type { Role } from "@/lib/shared/permissions";

export const roleWords: Record<Role, string> = {
  admin: "an admin",
  security: "security",
  owner: "any agent owner",
  approver: "an approver",
  compliance: "compliance",
  executive: "an executive",
  auditor: "an auditor",
};

type Names = ReadonlyMap<string, string>;

export function groupWords(group: ApproverGroup, names: Names = new Map()): string {
  switch (group.kind) {
    case "owner":
      return "the agent's owner";
    case "backup":
      return "the agent's backup owner";
    case "ownerOrBackup":
      return "the agent's owner or backup owner";
    case "role":
      return roleWords[group.role];
    case "people":
      return group.ids.map((id) => names.get(id) ?? "a person who has left").join(", ");
  }
}

/** "2 of: the agent's owner, security". */
export function stageWords(stage: Pick<CheckpointStage, "need" | "from">, names?: Names): string {
  const people = stage.need === 1 ? "1 person" : `${stage.need} different people`;
  return `${people} from: ${stage.from.map((group) => groupWords(group, names)).join("; ")}`;
}

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

/** Why a stage cannot be saved, or could never be met; null when it can. */
export function stageProblem(stage: CheckpointStage): string | null {
  if (!stage.title.trim()) return "Give the stage a name.";
  if (stage.from.length === 0) return "Say who may decide: add at least one group.";
  if (stage.from.some((group) => group.kind === "people" && group.ids.length === 0))
    return "Choose at least one person.";
  const bounds = stage.from.map(most);
  if (bounds.includes(null)) return null;
  const reachable = bounds.reduce<number>((sum, bound) => sum + (bound ?? 0), 0);
  return reachable < stage.need
    ? `It asks for ${stage.need} people, but its groups hold at most ${reachable}: it could never be met.`
    : null;
}
