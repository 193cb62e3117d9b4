/** A checkpoint rule as it is being written. */
import type { ApproverGroup, CheckpointRule, CheckpointStage } from "@/lib/policy/contract";
import { Slug } from "@/lib/policy/contract";
import { stageProblem } from "./rule-words";
import { slugOf } from "./slug-of";

export type RuleDraft = {
  title: string;
  /** Null until it is written by hand; then it follows the title no more. */
  slug: string | null;
  stages: CheckpointStage[];
  expiresInSeconds: number;
  /** Each approval is signed with a passkey. */
  stepUp: boolean;
};

export const emptyStage: CheckpointStage = { title: "", need: 1, from: [{ kind: "ownerOrBackup" }] };
export const emptyRule: RuleDraft = {
  title: "",
  slug: null,
  stages: [{ ...emptyStage, title: "Owner" }],
  expiresInSeconds: 900,
  stepUp: false,
};

export const draftOfRule = (rule: CheckpointRule): RuleDraft => ({
  title: rule.title,
  slug: rule.slug,
  stages: rule.stages,
  expiresInSeconds: rule.expiresInSeconds,
  stepUp: rule.stepUp,
});

export const ruleSlug = (draft: RuleDraft): string => draft.slug ?? slugOf(draft.title);

export const EXPIRY_MIN = 30;
export const EXPIRY_MAX = 7 * 86_400;

export const isReady = (draft: RuleDraft): boolean =>
  draft.title.trim() !== "" &&
  Slug.safeParse(ruleSlug(draft)).success &&
  draft.stages.length > 0 &&
  draft.stages.every((stage) => stageProblem(stage) === null) &&
  draft.expiresInSeconds >= EXPIRY_MIN &&
  draft.expiresInSeconds <= EXPIRY_MAX;

export const groupKinds: readonly { value: ApproverGroup["kind"]; label: string }[] = [
  { value: "ownerOrBackup", label: "The agent's owner or backup owner" },
  { value: "owner", label: "The agent's owner" },
  { value: "backup", label: "The agent's backup owner" },
  { value: "role", label: "Everybody with a role" },
  { value: "people", label: "Named people" },
];

export function groupOf(kind: string): ApproverGroup {
  switch (kind) {
    case "owner":
    case "backup":
      return { kind };
    case "role":
      return { kind, role: "approver" };
    case "people":
      return { kind, ids: [] };
    default:
      return { kind: "ownerOrBackup" };
  }
}
