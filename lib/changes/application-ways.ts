/** Ways in which an application's policies permit its callers more. What cannot be shown to be stricter counts as wider. Pure. */
import type { ApplicationFact, Facts } from "./facts";
import { attributesRead, coversNoMore } from "./implies";
import type { Way } from "./way";

type Policy = ApplicationFact["policies"][number];

const of = ({ policies }: ApplicationFact, effect: Policy["effect"]) =>
  policies.filter((policy) => policy.effect === effect);
/** What cannot be read denies, so a policy that reads less may let through what it denied. */
const readsAsMuch = (next: Policy, old: Policy): boolean => {
  const read = attributesRead(next.cedar);
  return [...attributesRead(old.cedar)].every((name) => read.has(name));
};
const added = (before: readonly string[], after: readonly string[]) => after.filter((name) => !before.includes(name));

export const applicationWays: readonly Way<Facts["application"]>[] = [
  {
    id: "application.permits",
    means: "An application's policy permits what none permitted before, or that cannot be ruled out",
    found: ({ before, after }) =>
      of(after, "permit")
        .filter(
          (next) => !of(before, "permit").some((old) => coversNoMore(next.cedar, old.cedar) && readsAsMuch(next, old)),
        )
        .map(({ id }) => `“${id}” permits other requests than before, and may permit more.`),
  },
  {
    id: "application.forbids",
    means: "An application's policy forbids less, or it cannot be shown that it forbids as much",
    found: ({ before, after }) =>
      // Where nothing is permitted any more, nothing need be forbidden.
      of(after, "permit").length === 0
        ? []
        : of(before, "forbid")
            .filter(
              (old) =>
                !of(after, "forbid").some((next) => coversNoMore(old.cedar, next.cedar) && readsAsMuch(next, old)),
            )
            .map(({ id }) => `What “${id}” forbade may not be forbidden any more.`),
  },
  {
    id: "application.anySubject",
    means: "Subjects that the data do not hold are judged rather than denied",
    found: ({ before, after }) =>
      after.anySubject && !before.anySubject
        ? ["Subjects that the data do not hold are judged by what the caller says of them, rather than denied."]
        : [],
  },
  {
    id: "application.asked",
    means: "Policies that are there apply to further types or actions",
    found: ({ before, after }) =>
      before.policies.length === 0
        ? []
        : (
            [
              ["subjects of the type", added(before.subjectTypes, after.subjectTypes)],
              ["resources of the type", added(before.resourceTypes, after.resourceTypes)],
              ["the action", added(before.actions, after.actions)],
            ] as const
          ).flatMap(([what, names]) =>
            names.map((name) => `It answers for ${what} ${name}, which was unknown to it, and so denied.`),
          ),
  },
];
