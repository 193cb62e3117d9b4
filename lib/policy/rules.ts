/** Checkpoint rules in words, and what can be read off one. Pure, browser-safe. */
import type { Role } from "@/lib/shared/permissions";
import type { ApproverGroup, CheckpointStage } from "./rule-contract";

/** All groups that a rule's stages may come to ask, at once or later. */
export const groupsOf = (stages: readonly CheckpointStage[]): ApproverGroup[] =>
  stages.flatMap((stage) => [...stage.from, ...stage.escalation.flatMap((step) => step.from)]);

export const roleWords: Record<Role, string> = {
  admin: "an admin",
  security: "security",
  owner: "any agent owner",
  approver: "an approver",
  compliance: "compliance",
  executive: "an executive",
  auditor: "an auditor",
  reporter: "a reporter",
  outsider: "an auditor from outside",
};

/** Names of people and teams, by id. */
export type Names = ReadonlyMap<string, string>;

export function groupWords(group: ApproverGroup, names: Names = new Map()): string {
  switch (group.kind) {
    case "owner":
      return "the agent's owner";
    case "backup":
      return "the agent's backup owner";
    case "ownerOrBackup":
      return "the agent's owner or backup owner";
    case "agentTeam":
      return "the agent's own team";
    case "team":
      return `the team ${names.get(group.id) ?? "that is gone"}`;
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
