/** Ways in which less is asked of agents' isolation, or less is watched for. */
import type { Facts } from "./facts";
import type { Way } from "./way";

const without = (before: readonly string[], after: readonly string[]) => before.filter((name) => !after.includes(name));

export const isolationWays: readonly Way<Facts["isolation"]>[] = [
  {
    id: "isolation.dataClasses",
    means: "Agents that touch some data need not be isolated any more",
    found: ({ before, after }) =>
      without(before.dataClasses, after.dataClasses).map(
        (name) => `Agents that touch ${name} data need not be isolated for it any more.`,
      ),
  },
  {
    id: "isolation.operationClasses",
    means: "Agents that carry out some operations need not be isolated any more",
    found: ({ before, after }) =>
      without(before.operationClasses, after.operationClasses).map(
        (name) => `Agents that carry out ${name} need not be isolated for it any more.`,
      ),
  },
  {
    id: "isolation.everyHours",
    means: "A run of canaries counts for longer",
    found: ({ before, after }) =>
      after.everyHours > before.everyHours
        ? [`A run of canaries counts for ${after.everyHours} hours instead of ${before.everyHours}.`]
        : [],
  },
  {
    id: "isolation.suspendOnEscape",
    means: "An agent whose canary got out is not suspended any more",
    found: ({ before, after }) =>
      before.suspendOnEscape && !after.suspendOnEscape
        ? ["An agent whose canary got out is not suspended any more."]
        : [],
  },
  {
    id: "isolation.reviewedOnly",
    means: "Runs in profiles that nobody reviewed count again",
    found: ({ before, after }) =>
      before.reviewedOnly && !after.reviewedOnly ? ["Runs of canaries count in profiles that nobody reviewed."] : [],
  },
];

export const detectionWays: readonly Way<Facts["detection"]>[] = [
  {
    id: "detection.off",
    means: "A detection is switched off",
    found: ({ before, after }) =>
      before.enabled && !after.enabled ? [`“${after.title}” is not watched for any more.`] : [],
  },
];
