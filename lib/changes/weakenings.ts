/**
 * Every way of weakening enforcement that a person can take by one act here, in one table. Each is judged by facts before and after
 * alone, and says in a sentence what becomes weaker. A change in which none is found is neutral or stricter. Pure.
 *
 * What is weaker but is not in this table stands in docs/policy-review.md, with why.
 */
import { agentWays, directoryWays, personWays, providerWays, teamWays, toolWays } from "./act-ways";
import { applicationWays } from "./application-ways";
import type { ChangeKind, Weakening } from "./contract";
import {
  demoWays,
  evidenceWays,
  findingWays,
  policyTestWays,
  scheduleWays,
  sinkWays,
  suppressionWays,
} from "./evidence-ways";
import type { Facts, PolicyFact } from "./facts";
import { attributesRead, coversNoMore } from "./implies";
import { pointWays } from "./point-ways";
import { profileWays } from "./profile-ways";
import { ruleWays } from "./rule-ways";
import { signOnWays } from "./sign-on-ways";
import { detectionWays, isolationWays } from "./watch-ways";
import type { Way } from "./way";

const named = ({ title, slug }: PolicyFact) => `“${title}” (${slug})`;
const enforced = (set: readonly PolicyFact[], effect: PolicyFact["effect"]) =>
  set.filter((policy) => policy.effect === effect && policy.mode === "enforce");
const at = (set: readonly PolicyFact[], { slug, effect }: PolicyFact) => bySlug(set).get(`${effect} ${slug}`);
/** Sets may hold thousands, and each is looked for in the other. */
const sets = new WeakMap<readonly PolicyFact[], ReadonlyMap<string, PolicyFact>>();
function bySlug(set: readonly PolicyFact[]): ReadonlyMap<string, PolicyFact> {
  const known = sets.get(set) ?? new Map(set.map((policy) => [`${policy.effect} ${policy.slug}`, policy]));
  sets.set(set, known);
  return known;
}
const readsLess = (next: PolicyFact, old: PolicyFact): boolean => {
  const read = attributesRead(next.cedar);
  return [...attributesRead(old.cedar)].some((name) => !read.has(name));
};
/** Enforced forbids that stay enforced forbids, before and after. */
const keptForbids = ({ before, after }: Facts["publication"]) =>
  enforced(before, "forbid").flatMap((old) => {
    const next = at(after, old);
    return next?.mode === "enforce" ? [{ old, next }] : [];
  });
const shifted =
  (shift: string, words: string): Way<Facts["publication"]>["found"] =>
  ({ shifts }) =>
    shifts
      .filter((one) => one.shift === shift)
      .map(({ pairs, example }) => {
        const count = pairs === 1 ? "One agent with one tool" : `${pairs} combinations of agent and tool`;
        return `${count}: calls ${words}${example ? `, as ${example}` : ""}.`;
      });

const publication: readonly Way<Facts["publication"]>[] = [
  {
    id: "forbid.removed",
    means: "A policy that forbids leaves the set",
    found: ({ before, after }) =>
      enforced(before, "forbid")
        .filter((old) => !at(after, old))
        .map((old) => `${named(old)} forbids nothing any more.`),
  },
  {
    id: "forbid.observed",
    means: "A policy that forbids is only watched",
    found: ({ before, after }) =>
      enforced(before, "forbid")
        .filter((old) => at(after, old)?.mode === "observe")
        .map((old) => `${named(old)} is only observed: what it forbade is recorded and goes on.`),
  },
  {
    id: "forbid.narrowed",
    means: "A policy forbids less, or it cannot be shown that it forbids as much",
    found: (change) =>
      keptForbids(change)
        .filter(({ old, next }) => !coversNoMore(old.cedar, next.cedar) || readsLess(next, old))
        .map(({ next }) => `${named(next)} forbids other calls than before, and may forbid fewer.`),
  },
  {
    id: "forbid.held",
    means: "What was denied is held for people, who can let it through",
    found: (change) =>
      keptForbids(change)
        .filter(({ old, next }) => old.checkpoint === null && next.checkpoint !== null)
        .map(
          ({ next }) => `What ${named(next)} denied can be let through by people under the rule ${next.checkpoint}.`,
        ),
  },
  {
    id: "forbid.otherRule",
    means: "Calls are held under another rule",
    found: (change) =>
      keptForbids(change)
        .filter(
          ({ old, next }) => old.checkpoint !== null && next.checkpoint !== null && old.checkpoint !== next.checkpoint,
        )
        .map(({ old, next }) => `${named(next)} holds under the rule ${next.checkpoint} instead of ${old.checkpoint}.`),
  },
  {
    id: "permit.added",
    means: "A policy permits that permitted nothing before",
    found: ({ before, after }) =>
      enforced(after, "permit")
        .filter((next) => at(before, next)?.mode !== "enforce")
        .map((next) => `${named(next)} permits what it did not permit before.`),
  },
  {
    id: "permit.widened",
    means: "A policy permits more, or it cannot be shown that it permits no more",
    found: ({ before, after }) =>
      enforced(after, "permit")
        .filter((next) => {
          const old = at(before, next);
          return old?.mode === "enforce" && (!coversNoMore(next.cedar, old.cedar) || readsLess(next, old));
        })
        .map((next) => `${named(next)} permits other calls than before, and may permit more.`),
  },
  {
    id: "call.allowed",
    means: "Calls that were denied or held are allowed",
    found: shifted("newlyAllowed", "are newly allowed"),
  },
  {
    id: "call.held",
    means: "Calls that were denied are held",
    found: shifted("heldNotDenied", "are held for people instead of denied"),
  },
  {
    id: "call.otherRules",
    means: "Calls are held by fewer or other rules",
    found: shifted("heldOtherwise", "are held by other rules"),
  },
];

type Number = { [name: string]: number | boolean };
const raised =
  <Value extends Number>(name: keyof Value & string, words: string) =>
  ({ before, after }: { before: Value; after: Value }) =>
    (after[name] ?? 0) > (before[name] ?? 0) ? [`${words}: ${after[name]} instead of ${before[name]}.`] : [];
const lowered =
  <Value extends Number>(name: keyof Value & string, words: string) =>
  ({ before, after }: { before: Value; after: Value }) =>
    (after[name] ?? 0) < (before[name] ?? 0) ? [`${words}: ${after[name]} instead of ${before[name]}.`] : [];

const holdLimits: readonly Way<Facts["holdLimits"]>[] = [
  {
    id: "holdLimits.perMinute",
    means: "An agent may ask people more often",
    found: raised("perMinute", "Every agent may open more requests in a minute"),
  },
  {
    id: "holdLimits.pauseAfter",
    means: "An agent that floods people is paused later",
    found: raised("pauseAfter", "An agent's held calls are paused after more requests"),
  },
];

const oversight: readonly Way<Facts["oversight"]>[] = [
  {
    id: "oversight.decoys",
    means: "Fewer decoys, or none",
    found: lowered("decoysPerHundred", "Fewer of a hundred requests are followed by a decoy"),
  },
  {
    id: "oversight.secondReviewer",
    means: "No second reviewer where quality falls",
    found: ({ before, after }) =>
      before.secondReviewer && !after.secondReviewer ? ["No second reviewer is added where quality falls."] : [],
  },
  {
    id: "oversight.leastCaught",
    means: "More missed decoys are put up with",
    found: lowered("leastCaught", "A lower share of caught decoys is put up with"),
  },
  {
    id: "oversight.mostFast",
    means: "More fast approvals are put up with",
    found: raised("mostFast", "A higher share of fast approvals is put up with"),
  },
  {
    id: "oversight.fastSeconds",
    means: "Fewer approvals count as fast",
    found: lowered("fastSeconds", "Only quicker approvals count as fast, in seconds"),
  },
  {
    id: "oversight.longestStreak",
    means: "Longer runs of approvals are put up with",
    found: raised("longestStreak", "Longer runs of approvals are put up with"),
  },
];

const trusts = ({ firstUse }: Facts["toolServer"]["after"]) => firstUse === "trust-first-use";
const toolServer: readonly Way<Facts["toolServer"]>[] = [
  {
    id: "toolServer.trusted",
    means: "New tools of a server are approved unread",
    found: ({ before, after }) =>
      trusts(after) && !trusts(before) ? ["New tools of this server are approved without anybody reading them."] : [],
  },
  {
    id: "toolServer.classed",
    means: "New tools that are approved unread are taken for something else",
    found: ({ before, after }) =>
      trusts(after) &&
      trusts(before) &&
      (after.operationClass !== before.operationClass || after.reversibility !== before.reversibility)
        ? [
            `New tools of this server, approved unread, are taken for ${after.operationClass}, ${after.reversibility}, instead of ${before.operationClass}, ${before.reversibility}.`,
          ]
        : [],
  },
];

export const ways: { readonly [Kind in ChangeKind]: readonly Way<Facts[Kind]>[] } = {
  publication,
  rule: ruleWays,
  holdLimits,
  oversight,
  isolation: isolationWays,
  detection: detectionWays,
  toolServer,
  sandboxProfile: profileWays,
  application: applicationWays,
  signOn: signOnWays,
  agent: agentWays,
  tool: toolWays,
  person: personWays,
  team: teamWays,
  provider: providerWays,
  directory: directoryWays,
  point: pointWays,
  finding: findingWays,
  suppression: suppressionWays,
  sink: sinkWays,
  policyTest: policyTestWays,
  schedule: scheduleWays,
  evidence: evidenceWays,
  demo: demoWays,
};

/** What becomes weaker; empty for what is neutral or stricter. */
export function weakeningsOf<Kind extends ChangeKind>(kind: Kind, facts: Facts[Kind]): Weakening[] {
  const table: readonly Way<Facts[Kind]>[] = ways[kind];
  return table.flatMap(({ id, found }) => found(facts).map((sentence) => ({ way: id, sentence })));
}
