/** Ways in which less is watched, tried or remembered. Pure. */
import type { Facts } from "./facts";
import type { Way } from "./way";

export const findingWays: readonly Way<Facts["finding"]>[] = [
  {
    id: "finding.dismissed",
    means: "A high or critical finding is dismissed",
    found: ({ title, severity }) =>
      severity === "high" || severity === "critical" ? [`“${title}” (${severity}) is not open any more.`] : [],
  },
];

export const suppressionWays: readonly Way<Facts["suppression"]>[] = [
  {
    id: "suppression.begun",
    means: "A detection says nothing of an agent, point or tool for some time",
    found: ({ detection, subject, until }) => [`“${detection}” says nothing of ${subject} until ${until}.`],
  },
];

export const sinkWays: readonly Way<Facts["sink"]>[] = [
  {
    id: "sink.deleted",
    means: "Events are not sent to a place any more",
    found: ({ name, after }) => (after === null ? [`No events are sent to ${name} any more.`] : []),
  },
  {
    id: "sink.paused",
    means: "Events wait, and nobody there sees them",
    found: ({ name, before, after }) =>
      after && before.active && !after.active ? [`Events for ${name} wait until somebody resumes it.`] : [],
  },
  {
    id: "sink.moved",
    means: "Events go elsewhere than before",
    found: ({ name, before, after }) =>
      after && after.place !== before.place ? [`Events for ${name} go to another place than before.`] : [],
  },
  {
    id: "sink.sendsLess",
    means: "Fewer kinds of events are sent",
    found: ({ name, before, after }) =>
      after
        ? before.sends
            .filter((one) => !after.sends.includes(one))
            .map((one) => `${name} is not told of ${one} any more.`)
        : [],
  },
];

export const policyTestWays: readonly Way<Facts["policyTest"]>[] = [
  {
    id: "policyTest.deleted",
    means: "A test of policies is deleted",
    found: ({ name, after }) => (after === null ? [`“${name}” stops no publication any more.`] : []),
  },
  {
    id: "policyTest.changed",
    means: "A test of policies makes sure of something else",
    found: ({ name, before, after }) =>
      after !== null && after !== before ? [`“${name}” makes sure of something else than before.`] : [],
  },
];

export const scheduleWays: readonly Way<Facts["schedule"]>[] = [
  {
    id: "schedule.rarer",
    means: "Something that tries the defences runs less often, or not at all",
    found: ({ what, before, after }) =>
      before !== null && (after === null || after > before)
        ? [
            `${what} run ${after === null ? "no longer" : `every ${after} days`} instead of every ${before === 1 ? "day" : `${before} days`}.`,
          ]
        : [],
  },
];

export const evidenceWays: readonly Way<Facts["evidence"]>[] = [
  {
    id: "evidence.erased",
    means: "The payload of an audit entry is erased",
    found: ({ entry }) => [`What ${entry} says is gone for good; its hash stays.`],
  },
];

export const demoWays: readonly Way<Facts["demo"]>[] = [
  {
    id: "demo.forbids",
    means: "Policies of the demo that hold for tools of one's own forbid nothing any more",
    found: ({ forbids }) => forbids.map((title) => `“${title}”, of the demo, forbids nothing any more.`),
  },
];
