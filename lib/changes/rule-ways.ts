/** Ways of weakening a checkpoint rule. Stages are compared place by place, so moving one about counts as a change of both. Pure. */
import { canonicalJson } from "@/sdk/canonical";
import type { Facts, RuleFact } from "./facts";
import type { Way } from "./way";

type Stage = RuleFact["stages"][number];
type Group = Stage["from"][number];
type Change = Facts["rule"];

const pairs = ({ before, after }: Change): { old: Stage; next: Stage }[] =>
  before.stages.flatMap((old, place) => {
    const next = after.stages[place];
    return next ? [{ old, next }] : [];
  });
const peopleOf = (group: Group): string[] | null =>
  group.kind === "people" && "ids" in group && Array.isArray(group.ids) ? group.ids.map(String) : null;

/** Everyone whom `group` stands for is among `others`, as far as the rule itself says. */
function among(group: Group, others: readonly Group[]): boolean {
  const people = peopleOf(group);
  if (people !== null) {
    const known = new Set(others.flatMap((other) => peopleOf(other) ?? []));
    return people.every((id) => known.has(id));
  }
  const either = others.some(({ kind }) => kind === "ownerOrBackup");
  if (either && (group.kind === "owner" || group.kind === "backup")) return true;
  return others.some((other) => canonicalJson(other) === canonicalJson(group));
}

/** Who can decide so many seconds after the request. */
const eligibleAt = ({ from, escalation }: Stage, seconds: number): Group[] => [
  ...from,
  ...escalation.filter(({ afterSeconds }) => afterSeconds <= seconds).flatMap((step) => step.from),
];

const span = (seconds: number): string =>
  seconds % 3600 === 0 ? `${seconds / 3600} h` : seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;

const separations = {
  owners: "The agent's owners may decide.",
  onBehalfOf: "The person for whom the agent acts may decide.",
  policyAuthors: "Whoever wrote the policy that holds the call may decide.",
} as const;

export const ruleWays: readonly Way<Change>[] = [
  {
    id: "rule.stageRemoved",
    means: "A stage leaves the rule",
    found: ({ before, after }) =>
      after.stages.length < before.stages.length
        ? [
            `${after.stages.length === 1 ? "One stage has" : `${after.stages.length} stages have`} to agree instead of ${before.stages.length}.`,
          ]
        : [],
  },
  {
    id: "rule.needLowered",
    means: "Fewer people have to agree",
    found: (change) =>
      pairs(change)
        .filter(({ old, next }) => next.need < old.need)
        .map(({ old, next }) => `“${next.title}” needs ${next.need} instead of ${old.need}.`),
  },
  {
    id: "rule.moreEligible",
    means: "More people can decide, or other people",
    found: (change) =>
      pairs(change)
        .filter(({ old, next }) => next.from.some((group) => !among(group, old.from)))
        .map(({ next }) => `Other people than before can decide in “${next.title}”.`),
  },
  {
    id: "rule.escalatesWider",
    means: "Further people can decide sooner, or others",
    found: (change) =>
      pairs(change)
        .filter(({ old, next }) =>
          next.escalation.some(({ afterSeconds, from }) =>
            from.some((group) => !among(group, [...eligibleAt(old, afterSeconds), ...next.from])),
          ),
        )
        .map(({ next }) => `Further people can decide in “${next.title}” when nobody answers, or sooner.`),
  },
  {
    id: "rule.waitsLonger",
    means: "A request is denied later when nobody answers",
    found: ({ before, after }) =>
      after.expiresInSeconds > before.expiresInSeconds
        ? [
            `A request waits ${span(after.expiresInSeconds)} before it is denied, instead of ${span(before.expiresInSeconds)}.`,
          ]
        : [],
  },
  {
    id: "rule.clockStops",
    means: "The clock stands still at more times, or for longer",
    found: ({ before, after }) => {
      if (after.hours?.outside !== "pause") return [];
      const { capSeconds, ...hours } = after.hours;
      const { capSeconds: cap, ...old } = before.hours ?? { capSeconds: before.expiresInSeconds };
      const longer = capSeconds > cap || canonicalJson(hours) !== canonicalJson(old);
      return longer ? [`Outside working hours the clock stands still, for up to ${span(capSeconds)} in all.`] : [];
    },
  },
  {
    id: "rule.allAtOnce",
    means: "Outside working hours everyone is asked at once",
    found: ({ before, after }) => {
      const escalates = after.stages.some(({ escalation }) => escalation.length > 0);
      const same = canonicalJson(after.hours) === canonicalJson(before.hours);
      return after.hours?.outside === "escalate" && escalates && !same
        ? ["Outside working hours, further people can decide at once."]
        : [];
    },
  },
  {
    id: "rule.stepUpOff",
    means: "No passkey is asked for",
    found: ({ before, after }) => (before.stepUp && !after.stepUp ? ["Approvals need no passkey any more."] : []),
  },
  {
    id: "rule.separationOff",
    means: "Somebody may decide who was shut out",
    found: ({ before, after }) =>
      (["owners", "onBehalfOf", "policyAuthors"] as const)
        .filter((who) => before.separation[who] && !after.separation[who])
        .map((who) => separations[who]),
  },
];
