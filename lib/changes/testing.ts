/** For weakenings.test.ts: a case that shows each way of a single act, and a near miss that is not one. */
import type { ChangeKind } from "./contract";
import type { Facts } from "./facts";

export type Case<Kind extends ChangeKind> = Record<string, { weaker: Facts[Kind][]; not: Facts[Kind][] }>;

const facts: Facts["agent"]["before"] = {
  riskTier: "high",
  autonomy: "bounded",
  environment: "production",
  team: "Payments",
  dataClasses: ["personal", "financial"],
  ownerId: "owner",
  backupOwnerId: null,
};
type AgentFact = typeof facts;
const agent = (after: Partial<AgentFact>, by: string | null = "me", before: Partial<AgentFact> = {}) => ({
  name: "Agent",
  by,
  before: { ...facts, ...before },
  after: { ...facts, ...after },
});

type Tool = Facts["tool"][number];
const approved: Tool["before"] = {
  state: "approved",
  operationClass: "money.move",
  reversibility: "irreversible",
  definition: "one",
};
const tool = (before: Partial<Tool["before"]>, after: Partial<Tool["before"]> = {}, reached = true): Facts["tool"] => [
  { name: "bank/pay", reached, before: { ...approved, ...before }, after: { ...approved, ...after } },
];

const person = (before: string[], after: string[], units: [string[], string[]] = [[], []]): Facts["person"] => ({
  name: "Ada",
  before: { roles: before, units: units[0] },
  after: { roles: after, units: units[1] },
});

const known: NonNullable<Facts["provider"]["before"]> = {
  issuer: "https://id.example",
  clientId: "gatehouse",
  domains: ["example.test"],
  trustsAddress: false,
  newcomerRole: "owner",
  groupsClaim: "groups",
};
const provider = (after: Partial<typeof known>, before: typeof known | null = known): Facts["provider"] => ({
  before,
  after: { ...known, ...after },
  groups: { before: [], after: [] },
});
const groups = (before: [string, string][], after: [string, string][]): Facts["provider"] => {
  const of = (all: [string, string][]) => all.map(([group, role]) => ({ group, role }));
  return { before: known, after: known, groups: { before: of(before), after: of(after) } };
};

const place: Facts["sink"]["before"] = { place: "https://siem.example", sends: ["audit", "findings"], active: true };
const sink = (after: Partial<typeof place> | null, before: Partial<typeof place> = {}): Facts["sink"] => ({
  name: "SIEM",
  before: { ...place, ...before },
  after: after && { ...place, ...after },
});

export const actCases: { [Kind in keyof typeof kinds]: Case<Kind> } = {
  agent: {
    "agent.riskTier": {
      weaker: [agent({ riskTier: "medium" })],
      not: [agent({ riskTier: "critical" }), agent({})],
    },
    "agent.autonomy": { weaker: [agent({ autonomy: "assists" })], not: [agent({ autonomy: "autonomous" })] },
    "agent.environment": {
      weaker: [agent({ environment: "staging" })],
      not: [agent({}, "me", { environment: "staging" })],
    },
    "agent.dataClasses": {
      weaker: [agent({ dataClasses: ["personal"] })],
      not: [agent({ dataClasses: ["financial", "personal", "secret"] })],
    },
    "agent.team": { weaker: [agent({ team: "Other" }), agent({ team: "" })], not: [agent({})] },
    "agent.ownSelf": {
      weaker: [agent({ ownerId: "me" }), agent({ backupOwnerId: "me" })],
      not: [agent({ ownerId: "other" }), agent({ ownerId: null }, null), agent({ backupOwnerId: "me" }, "owner")],
    },
  },
  tool: {
    "tool.opened": {
      weaker: [tool({ state: "waiting" }), tool({ state: "none", operationClass: null })],
      not: [tool({ state: "waiting" }, {}, false), tool({})],
    },
    "tool.unblocked": { weaker: [tool({ state: "blocked" })], not: [tool({ state: "blocked" }, {}, false), tool({})] },
    "tool.repinned": {
      weaker: [tool({ state: "changed" }), tool({}, { definition: "two" })],
      not: [tool({ state: "changed" }, {}, false), tool({})],
    },
    "tool.class": {
      weaker: [tool({}, { operationClass: "read" }), tool({ operationClass: "read" })],
      not: [tool({ operationClass: null, state: "waiting" }), tool({}, { operationClass: "read" }, false)],
    },
    "tool.reversibility": {
      weaker: [tool({}, { reversibility: "compensable" })],
      not: [tool({ reversibility: "reversible" }), tool({ state: "none" }, { reversibility: "reversible" })],
    },
  },
  person: {
    "person.roles": {
      weaker: [person([], ["security"]), person(["auditor"], ["auditor", "approver"]), person([], ["owner"])],
      not: [person(["admin", "owner"], ["admin"]), person([], ["auditor", "executive", "compliance"])],
    },
    "person.units": {
      weaker: [person(["owner"], ["owner"], [["A"], []]), person(["owner"], ["owner"], [["A"], ["A", "B"]])],
      not: [
        person(["owner"], ["owner"], [[], ["A"]]),
        person(["owner"], ["owner"], [["A", "B"], ["B"]]),
        person(["auditor"], ["auditor"], [["A"], []]),
      ],
    },
  },
  team: {
    "team.members": {
      weaker: [{ name: "Payments", added: ["Ada"], rules: ["Two agree"] }],
      not: [
        { name: "Payments", added: ["Ada"], rules: [] },
        { name: "Payments", added: [], rules: ["Two agree"] },
      ],
    },
  },
  provider: {
    "provider.vouches": {
      weaker: [provider({}, null), provider({ issuer: "https://evil.example" }), provider({ clientId: "other" })],
      not: [provider({ domains: [] })],
    },
    "provider.trustsMore": {
      weaker: [
        provider({ domains: ["example.test", "other.test"] }),
        provider({ trustsAddress: true }),
        provider({ newcomerRole: "admin" }),
        provider({ groupsClaim: "roles" }),
      ],
      not: [provider({ domains: [], newcomerRole: "auditor", groupsClaim: null }), provider({}, null)],
    },
    "provider.groupRoles": {
      weaker: [groups([], [["platform", "security"]]), groups([["a", "owner"]], [["a", "admin"]])],
      not: [groups([["a", "owner"]], []), groups([], [["a", "auditor"]])],
    },
  },
  finding: {
    "finding.dismissed": {
      weaker: [
        { title: "It", severity: "high" },
        { title: "It", severity: "critical" },
      ],
      not: [{ title: "It", severity: "medium" }],
    },
  },
  sink: {
    "sink.deleted": { weaker: [sink(null)], not: [sink({})] },
    "sink.paused": { weaker: [sink({ active: false })], not: [sink({}, { active: false }), sink(null)] },
    "sink.moved": { weaker: [sink({ place: "https://elsewhere.example" })], not: [sink({})] },
    "sink.sendsLess": {
      weaker: [sink({ sends: ["audit"] })],
      not: [sink({ sends: ["findings", "audit", "calls"] })],
    },
  },
  policyTest: {
    "policyTest.deleted": {
      weaker: [{ name: "It", before: "a", after: null }],
      not: [{ name: "It", before: "a", after: "b" }],
    },
    "policyTest.changed": {
      weaker: [{ name: "It", before: "a", after: "b" }],
      not: [{ name: "It", before: "a", after: "a" }],
    },
  },
  schedule: {
    "schedule.rarer": {
      weaker: [
        { what: "Drills", before: 1, after: 7 },
        { what: "Drills", before: 7, after: null },
      ],
      not: [
        { what: "Drills", before: 7, after: 1 },
        { what: "Drills", before: null, after: 7 },
        { what: "Drills", before: null, after: null },
      ],
    },
  },
  demo: {
    "demo.forbids": { weaker: [{ forbids: ["Nothing is deleted"] }], not: [{ forbids: [] }] },
  },
};

/** Kinds whose act is always a weakening have no near miss, and stand in the test itself. */
const kinds = {
  agent: true,
  tool: true,
  person: true,
  team: true,
  provider: true,
  finding: true,
  sink: true,
  policyTest: true,
  schedule: true,
  demo: true,
} as const satisfies Partial<Record<ChangeKind, true>>;
