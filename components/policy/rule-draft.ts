/** A checkpoint rule as it is being written. */
import { type CheckpointRule, Slug } from "@/lib/policy/contract";
import { type ApproverGroup, type CheckpointStage, RuleTerms } from "@/lib/policy/rule-contract";
import { stageProblem } from "./rule-words";
import { slugOf } from "./slug-of";

export type RuleDraft = RuleTerms & {
  /** Null until it is written by hand; then it follows the title no more. */
  slug: string | null;
};

export const emptyStage: CheckpointStage = { title: "", need: 1, from: [{ kind: "ownerOrBackup" }], escalation: [] };
export const emptyRule: RuleDraft = {
  title: "",
  slug: null,
  stages: [{ ...emptyStage, title: "Owner" }],
  expiresInSeconds: 900,
  stepUp: false,
  reminders: [],
  hours: null,
  // Whoever a call is made for should not be the one who lets it through; a new rule starts so, and says it.
  separation: { owners: false, onBehalfOf: true, policyAuthors: false },
};

export const termsOfDraft = ({ slug: _, ...terms }: RuleDraft): RuleTerms => terms;

export function draftOfRule({ slug, demo: _, updatedAt: __, usedBy: ___, ...terms }: CheckpointRule): RuleDraft {
  return { ...terms, slug };
}

export const ruleSlug = (draft: RuleDraft): string => draft.slug ?? slugOf(draft.title);

export const isReady = (draft: RuleDraft): boolean =>
  Slug.safeParse(ruleSlug(draft)).success &&
  draft.stages.every((stage) => stageProblem(stage) === null) &&
  RuleTerms.safeParse(termsOfDraft(draft)).success;

export const groupKinds: readonly { value: ApproverGroup["kind"]; label: string }[] = [
  { value: "ownerOrBackup", label: "The agent's owner or backup owner" },
  { value: "owner", label: "The agent's owner" },
  { value: "backup", label: "The agent's backup owner" },
  { value: "agentTeam", label: "The agent's own team" },
  { value: "team", label: "Members of a team" },
  { value: "role", label: "Everybody with a role" },
  { value: "people", label: "Named people" },
];

export function groupOf(kind: string): ApproverGroup {
  switch (kind) {
    case "owner":
    case "backup":
    case "agentTeam":
      return { kind };
    case "team":
      return { kind, id: "" };
    case "role":
      return { kind, role: "approver" };
    case "people":
      return { kind, ids: [] };
    default:
      return { kind: "ownerOrBackup" };
  }
}
