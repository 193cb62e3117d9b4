/** Every way of weakening enforcement has a case that shows it, and a near miss that is not one. */
import { describe, expect, test } from "vitest";
import { Autonomy } from "@/lib/inventory/contract";
import type { JsonObject } from "@/sdk/canonical";
import { bundlePolicy } from "@/sdk/testing/bundle-fixture";
import { Autonomy as knownAutonomy } from "./act-words";
import type { ChangeKind } from "./contract";
import type { Facts, PolicyFact, RuleFact } from "./facts";
import { scopeReaches } from "./scope-reaches";
import { actCases, type Case } from "./testing";
import { ways, weakeningsOf } from "./weakenings";

const amount: JsonObject = { ".": { left: { ".": { left: { Var: "context" }, attr: "args" } }, attr: "amount" } };
const fact = (effect: "permit" | "forbid", more: Partial<PolicyFact> = {}): PolicyFact => {
  const { cedar } = bundlePolicy(effect, "bank/pay");
  return { slug: "one", title: "One", effect, checkpoint: null, mode: "enforce", cedar, ...more };
};
const compared = (operator: string, value: number): JsonObject => ({
  [operator]: { left: amount, right: { Value: value } },
});
const when = (effect: "permit" | "forbid", ...bodies: JsonObject[]): PolicyFact => {
  const policy = fact(effect);
  return { ...policy, cedar: { ...policy.cedar, conditions: bodies.map((body) => ({ kind: "when", body })) } };
};
const observed = (policy: PolicyFact): PolicyFact => ({ ...policy, mode: "observe" });
const held = (rule: string): PolicyFact => fact("forbid", { checkpoint: rule });
const set = (before: PolicyFact[], after: PolicyFact[], shifts: Facts["publication"]["shifts"] = []) => ({
  before,
  after,
  shifts,
});
const shift = (name: string) => set([], [], [{ shift: name, pairs: 3, example: "Agent calling bank/pay {}" }]);

const stage: RuleFact["stages"][number] = { title: "Them", need: 2, from: [{ kind: "owner" }], escalation: [] };
const rule: RuleFact = {
  title: "Rule",
  stages: [stage, { ...stage, title: "Security", from: [{ kind: "role", role: "security" } as { kind: string }] }],
  expiresInSeconds: 900,
  stepUp: true,
  hours: null,
  separation: { owners: true, onBehalfOf: true, policyAuthors: true },
};
const ruled = (after: Partial<RuleFact>, before: Partial<RuleFact> = {}) => ({
  before: { ...rule, ...before },
  after: { ...rule, ...after },
});
const first = (change: Partial<typeof stage>) => ruled({ stages: [{ ...stage, ...change }, ...rule.stages.slice(1)] });
const office: NonNullable<RuleFact["hours"]> = {
  timeZone: "UTC",
  days: [1],
  from: "09:00",
  to: "17:00",
  outside: "pause",
  capSeconds: 900,
};
const escalating = { ...stage, escalation: [{ afterSeconds: 300, from: [{ kind: "backup" }] }] };

const limits = { perMinute: 10, pauseAfter: 30 };
const watched: Facts["oversight"]["before"] = {
  decoysPerHundred: 5,
  leastCaught: 0.8,
  fastSeconds: 5,
  mostFast: 0.5,
  longestStreak: 100,
  secondReviewer: true,
};
const asks = { firstUse: "ask", operationClass: null, reversibility: "irreversible" };
const asked: Facts["isolation"]["before"] = {
  dataClasses: ["personal", "secret"],
  operationClasses: ["code.execute"],
  everyHours: 24,
  suspendOnEscape: true,
  reviewedOnly: true,
};
const watching = { title: "Dormant agent", enabled: true };
const trusts = { firstUse: "trust-first-use", operationClass: "read", reversibility: "irreversible" };
const boundary: Facts["sandboxProfile"]["before"] = {
  read: ["/srv/data", "/srv/files/config"],
  write: ["/srv/files"],
  set: { MODEL: "small" },
  pass: ["TZ"],
  egress: [{ host: "api.example", port: 443, as: "https", methods: ["GET"], paths: ["/v1/"], addresses: [] }],
  limits: { memoryMb: 1024, processes: 128, cpuSeconds: 60, wallSeconds: 600, fileMb: 64, tmpMb: 64 },
};
const [door] = boundary.egress;
if (!door) throw new Error("it has a door");
const secret = { name: "key", from: "KEY", header: "x-key", prefix: "" };
const opened = (change: Partial<typeof door>) => bounded({ egress: [{ ...door, ...change }] });
const bounded = (change: Partial<typeof boundary>, before: Partial<typeof boundary> = {}) => ({
  before: { ...boundary, ...before },
  after: { ...boundary, ...change },
});
const pair = <Value>(before: Value, change: Partial<Value>) => ({ before, after: { ...before, ...change } });

const applies = (effect: "permit" | "forbid", ...bodies: JsonObject[]) => {
  const { cedar } = when(effect, ...bodies);
  return { id: "one", effect, cedar };
};
const answers: Facts["application"]["before"] = {
  policies: [applies("permit")],
  subjectTypes: ["user"],
  resourceTypes: ["doc"],
  actions: ["read"],
  anySubject: false,
};
const noAnswer = { policies: [], subjectTypes: [], resourceTypes: [], actions: [], anySubject: false };
const applied = (after: Partial<typeof answers>, before: Partial<typeof answers> = {}) => ({
  before: { ...answers, ...before },
  after: { ...answers, ...after },
});

/** Whatever is done to these is weaker, so no near miss of them can be made. */
const alwaysWeaker: readonly ChangeKind[] = ["directory", "suppression", "evidence"];
const cases: { [Kind in ChangeKind]: Case<Kind> } = {
  ...actCases,
  directory: { "directory.connected": { weaker: [{ name: "Directory", role: null }], not: [] } },
  point: {
    "point.observes": {
      weaker: [
        { name: "Proxy", mode: "observe", agents: [] },
        { name: "Proxy", mode: "observe", agents: ["Agent"] },
      ],
      not: [{ name: "Proxy", mode: "enforce", agents: [] }],
    },
  },
  suppression: {
    "suppression.begun": {
      weaker: [{ detection: "Spike", subject: "Agent", until: "2026-01-01T00:00:00.000Z" }],
      not: [],
    },
  },
  evidence: { "evidence.erased": { weaker: [{ entry: "the entry agent.edited" }], not: [] } },
  publication: {
    "forbid.removed": {
      weaker: [set([fact("forbid")], []), set([held("owner")], []), set([fact("forbid")], [fact("permit")])],
      not: [set([observed(fact("forbid"))], []), set([], [fact("forbid")]), set([fact("permit")], [])],
    },
    "forbid.observed": {
      weaker: [set([fact("forbid")], [observed(fact("forbid"))])],
      not: [set([observed(fact("forbid"))], [fact("forbid")]), set([fact("permit")], [observed(fact("permit"))])],
    },
    "forbid.narrowed": {
      weaker: [
        set([fact("forbid")], [when("forbid", compared(">", 100))]),
        set([when("forbid", compared(">", 100))], [when("forbid", compared(">", 500))]),
        set([when("forbid", compared(">", 100))], [when("forbid", compared("<", 100))]),
        // Arguments that cannot be read are denied by whatever reads them; the wider text reads none.
        set([when("forbid", compared(">", 100))], [fact("forbid")]),
      ],
      not: [
        set([when("forbid", compared(">", 500))], [when("forbid", compared(">", 100))]),
        set([when("forbid", compared(">", 100))], [when("forbid", compared(">=", 100))]),
        set([when("forbid", compared(">", 100), compared("<", 900))], [when("forbid", compared(">", 100))]),
        set([fact("forbid")], [fact("forbid", { title: "Another title" })]),
      ],
    },
    "forbid.held": {
      weaker: [set([fact("forbid")], [held("owner")])],
      not: [set([held("owner")], [fact("forbid")]), set([held("owner")], [held("owner")])],
    },
    "forbid.otherRule": {
      weaker: [set([held("two")], [held("owner")])],
      not: [set([held("two")], [held("two")]), set([held("two")], [fact("forbid")])],
    },
    "permit.added": {
      weaker: [set([], [fact("permit")]), set([observed(fact("permit"))], [fact("permit")])],
      not: [set([fact("permit")], []), set([], [observed(fact("permit"))]), set([fact("permit")], [fact("permit")])],
    },
    "permit.widened": {
      weaker: [
        set([when("permit", compared("<", 100))], [when("permit", compared("<", 500))]),
        set([when("permit", compared("<", 100))], [fact("permit")]),
      ],
      not: [
        set([when("permit", compared("<", 500))], [when("permit", compared("<", 100))]),
        set([fact("permit")], [when("permit", compared("<", 100))]),
      ],
    },
    "call.allowed": { weaker: [shift("newlyAllowed")], not: [shift("newlyDenied"), shift("heldNotAllowed")] },
    "call.held": { weaker: [shift("heldNotDenied")], not: [shift("heldNotAllowed")] },
    "call.otherRules": { weaker: [shift("heldOtherwise")], not: [shift("newlyDenied")] },
  },
  rule: {
    "rule.stageRemoved": { weaker: [ruled({ stages: [stage] })], not: [ruled({ stages: [...rule.stages, stage] })] },
    "rule.needLowered": { weaker: [first({ need: 1 })], not: [first({ need: 3 })] },
    "rule.moreEligible": {
      weaker: [first({ from: [{ kind: "owner" }, { kind: "backup" }] }), first({ from: [{ kind: "agentTeam" }] })],
      not: [
        first({ title: "Renamed" }),
        ruled({ stages: [stage] }, { stages: [{ ...stage, from: [{ kind: "ownerOrBackup" }] }] }),
      ],
    },
    "rule.escalatesWider": {
      weaker: [ruled({ stages: [escalating] }, { stages: [stage] })],
      not: [
        ruled({ stages: [stage] }, { stages: [escalating] }),
        ruled(
          { stages: [{ ...escalating, escalation: [{ afterSeconds: 600, from: [{ kind: "backup" }] }] }] },
          { stages: [escalating] },
        ),
      ],
    },
    "rule.waitsLonger": { weaker: [ruled({ expiresInSeconds: 901 })], not: [ruled({ expiresInSeconds: 300 })] },
    "rule.clockStops": {
      weaker: [ruled({ hours: office }), ruled({ hours: { ...office, capSeconds: 901 } }, { hours: office })],
      not: [
        ruled({ hours: null }, { hours: office }),
        ruled({ hours: { ...office, capSeconds: 60 } }, { hours: office }),
      ],
    },
    "rule.allAtOnce": {
      weaker: [ruled({ stages: [escalating], hours: { ...office, outside: "escalate" } }, { stages: [escalating] })],
      not: [ruled({ hours: { ...office, outside: "escalate" } })],
    },
    "rule.stepUpOff": { weaker: [ruled({ stepUp: false })], not: [ruled({}, { stepUp: false })] },
    "rule.separationOff": {
      weaker: [ruled({ separation: { owners: true, onBehalfOf: false, policyAuthors: true } })],
      not: [ruled({}, { separation: { owners: false, onBehalfOf: false, policyAuthors: false } })],
    },
  },
  holdLimits: {
    "holdLimits.perMinute": { weaker: [pair(limits, { perMinute: 11 })], not: [pair(limits, { perMinute: 9 })] },
    "holdLimits.pauseAfter": { weaker: [pair(limits, { pauseAfter: 31 })], not: [pair(limits, { pauseAfter: 29 })] },
  },
  oversight: {
    "oversight.decoys": {
      weaker: [pair(watched, { decoysPerHundred: 0 })],
      not: [pair(watched, { decoysPerHundred: 6 })],
    },
    "oversight.secondReviewer": {
      weaker: [pair(watched, { secondReviewer: false })],
      not: [pair<typeof watched>({ ...watched, secondReviewer: false }, { secondReviewer: true })],
    },
    "oversight.leastCaught": {
      weaker: [pair(watched, { leastCaught: 0.7 })],
      not: [pair(watched, { leastCaught: 0.9 })],
    },
    "oversight.mostFast": { weaker: [pair(watched, { mostFast: 0.6 })], not: [pair(watched, { mostFast: 0.4 })] },
    "oversight.fastSeconds": { weaker: [pair(watched, { fastSeconds: 4 })], not: [pair(watched, { fastSeconds: 6 })] },
    "oversight.longestStreak": {
      weaker: [pair(watched, { longestStreak: 101 })],
      not: [pair(watched, { longestStreak: 99 })],
    },
  },
  isolation: {
    "isolation.dataClasses": {
      weaker: [pair(asked, { dataClasses: ["personal"] }), pair(asked, { dataClasses: ["personal", "other"] })],
      not: [pair(asked, { dataClasses: ["secret", "personal", "other"] })],
    },
    "isolation.operationClasses": {
      weaker: [pair(asked, { operationClasses: [] })],
      not: [pair(asked, { operationClasses: ["money.move", "code.execute"] })],
    },
    "isolation.everyHours": {
      weaker: [pair(asked, { everyHours: 25 })],
      not: [pair(asked, { everyHours: 23 }), pair(asked, {})],
    },
    "isolation.suspendOnEscape": {
      weaker: [pair(asked, { suspendOnEscape: false })],
      not: [pair<typeof asked>({ ...asked, suspendOnEscape: false }, { suspendOnEscape: true })],
    },
    "isolation.reviewedOnly": {
      weaker: [pair(asked, { reviewedOnly: false })],
      not: [pair<typeof asked>({ ...asked, reviewedOnly: false }, { reviewedOnly: true })],
    },
  },
  detection: {
    "detection.off": {
      weaker: [pair(watching, { enabled: false })],
      not: [pair<Facts["detection"]["before"]>({ ...watching, enabled: false }, { enabled: true }), pair(watching, {})],
    },
  },
  signOn: {
    "signOn.notRequired": {
      weaker: [{ before: { required: true, named: ["a"] }, after: { required: false, named: [] } }],
      not: [
        { before: { required: false, named: [] }, after: { required: true, named: ["a"] } },
        { before: { required: false, named: [] }, after: { required: false, named: [] } },
      ],
    },
    "signOn.morePasswords": {
      weaker: [
        { before: { required: true, named: ["a"] }, after: { required: true, named: ["a", "b"] } },
        { before: { required: true, named: ["a"] }, after: { required: true, named: ["b"] } },
      ],
      not: [
        { before: { required: true, named: ["a", "b"] }, after: { required: true, named: ["b"] } },
        { before: { required: false, named: [] }, after: { required: true, named: ["a"] } },
      ],
    },
  },
  toolServer: {
    "toolServer.trusted": {
      weaker: [{ before: asks, after: trusts }],
      not: [
        { before: trusts, after: asks },
        { before: trusts, after: trusts },
      ],
    },
    "toolServer.classed": {
      weaker: [pair(trusts, { reversibility: "reversible" }), pair(trusts, { operationClass: "data.write" })],
      not: [
        { before: trusts, after: asks },
        { before: asks, after: trusts },
      ],
    },
  },
  application: {
    "application.permits": {
      weaker: [
        applied({ policies: [applies("permit")] }, noAnswer),
        applied(
          { policies: [applies("permit"), applies("permit", compared("<", 500))] },
          { policies: [applies("permit", compared("<", 100))] },
        ),
        // The narrower text reads an argument less, and what cannot be read denies.
        applied({ policies: [applies("permit")] }, { policies: [applies("permit", compared("<", 100))] }),
      ],
      not: [
        applied(
          { policies: [applies("permit", compared("<", 100)), applies("permit", compared("<", 50))] },
          { policies: [applies("permit", compared("<", 100))] },
        ),
        applied(noAnswer),
        applied({ policies: [applies("forbid")] }),
      ],
    },
    "application.forbids": {
      weaker: [
        applied(
          { policies: [applies("permit")] },
          { policies: [applies("permit"), applies("forbid", compared(">", 100))] },
        ),
        applied(
          { policies: [applies("permit"), applies("forbid", compared(">", 500))] },
          { policies: [applies("permit"), applies("forbid", compared(">", 100))] },
        ),
      ],
      not: [
        applied(
          { policies: [applies("permit"), applies("forbid", compared(">", 50))] },
          { policies: [applies("permit"), applies("forbid", compared(">", 100))] },
        ),
        applied(noAnswer, { policies: [applies("permit"), applies("forbid")] }),
      ],
    },
    "application.anySubject": {
      weaker: [applied({ anySubject: true })],
      not: [applied({}, { anySubject: true }), applied(noAnswer, { anySubject: true })],
    },
    "application.asked": {
      weaker: [
        applied({ subjectTypes: ["user", "robot"] }),
        applied({ resourceTypes: ["doc", "safe"] }),
        applied({ actions: ["read", "write"] }),
      ],
      not: [applied({ actions: [] }), applied({}, noAnswer)],
    },
  },
  sandboxProfile: {
    "profile.readWider": {
      weaker: [bounded({ read: [...boundary.read, "/etc"] }), bounded({ read: ["/srv"] }), bounded({ read: ["/"] })],
      not: [bounded({ read: ["/srv/data/part", "/srv/files/config"] }), bounded({ write: [] }), bounded({ read: [] })],
    },
    "profile.writeWider": {
      weaker: [
        bounded({ write: ["/srv"] }),
        bounded({ write: ["/srv/files", "/srv/data/new"] }),
        // What was read-only inside a place to write is not any more.
        bounded({ read: ["/srv/data"] }),
      ],
      not: [bounded({ write: ["/srv/files/out"] }), bounded({ read: [...boundary.read, "/srv/files/more"] })],
    },
    "profile.egressWider": {
      weaker: [
        opened({ host: "other.example" }),
        opened({ port: 8443 }),
        opened({ as: "http" }),
        opened({ methods: undefined }),
        opened({ methods: ["GET", "POST"] }),
        opened({ paths: undefined }),
        opened({ paths: ["/"] }),
        opened({ addresses: ["10.0.0.7"] }),
      ],
      not: [
        opened({ paths: ["/v1/one", "/v1/two/"] }),
        bounded({ egress: [] }),
        bounded({}, { egress: [{ ...door, methods: undefined, paths: ["/"] }] }),
      ],
    },
    "profile.secretAdded": {
      weaker: [
        opened({ secret }),
        bounded({ egress: [{ ...door, secret }] }, { egress: [{ ...door, secret: { ...secret, from: "OTHER" } }] }),
      ],
      not: [bounded({}, { egress: [{ ...door, secret }] }), opened({ methods: ["POST"] })],
    },
    "profile.environmentWider": {
      weaker: [bounded({ pass: ["TZ", "LANG"] }), bounded({ set: { MODEL: "large" } }), bounded({ set: { A: "1" } })],
      not: [bounded({ pass: [], set: {} })],
    },
    "profile.limitRaised": {
      weaker: [
        bounded({ limits: { ...boundary.limits, memoryMb: 2048 } }),
        bounded({ limits: { ...boundary.limits, wallSeconds: 601, tmpMb: 1 } }),
      ],
      not: [bounded({ limits: { ...boundary.limits, processes: 8 } })],
    },
  },
};

const kinds = Object.keys(ways) as ChangeKind[];

test("every way in the table has its cases here", () => {
  for (const kind of kinds) expect(Object.keys(cases[kind])).toEqual(ways[kind].map(({ id }) => id));
});

describe.each(kinds)("%s", (kind) => {
  const found = (facts: Facts[ChangeKind]) => weakeningsOf(kind, facts as never);
  test.each(ways[kind].map(({ id, means }) => [id, means] as const))("%s: %s", (id) => {
    const { weaker, not } = (cases[kind] as Case<ChangeKind>)[id] ?? { weaker: [], not: [] };
    expect(weaker.length, "a case that shows it").toBeGreaterThan(0);
    expect(not.length > 0, "a near miss").toBe(!alwaysWeaker.includes(kind));
    for (const facts of weaker)
      expect(found(facts)).toContainEqual({ way: id, sentence: expect.stringMatching(/\.$/) });
    for (const facts of not) expect(found(facts).map(({ way }) => way)).not.toContain(id);
  });
});

test("a set that only gets stricter weakens nothing", () => {
  const before = [when("permit", compared("<", 500)), when("forbid", compared(">", 400))];
  const after = [when("permit", compared("<", 100)), when("forbid", compared(">", 50))];
  expect(weakeningsOf("publication", set(before, after))).toEqual([]);
});

test("the order of autonomy is that of the inventory", () => {
  expect(knownAutonomy).toEqual(Autonomy.options);
});

describe("a permit reaches a tool", () => {
  const pay = { server: "bank", name: "pay", operationClass: "money.move" };
  const all = { op: "All" };
  const scope = (action: object, resource: object) => ({ effect: "permit", action, resource });
  const one = (type: string, id: string) => ({ type, id });
  test.each([
    ["everything", scope(all, all), true],
    ["its server", scope(all, { op: "==", entity: one("Server", "bank") }), true],
    ["another server", scope(all, { op: "==", entity: one("Server", "crm") }), false],
    ["itself", scope({ op: "==", entity: one("Action", "bank/pay") }, all), true],
    ["another tool", scope({ op: "==", entity: one("Action", "bank/balance") }, all), false],
    ["its class", scope({ op: "in", entity: one("Action", "money.move") }, all), true],
    ["one of several", scope({ op: "in", entities: [one("Action", "read"), one("Action", "bank/pay")] }, all), true],
    ["other classes", scope({ op: "in", entities: [one("Action", "read")] }, all), false],
    ["what this cannot read", { effect: "permit" }, true],
  ] as const)("%s", (_, cedar, reached) => {
    expect(scopeReaches(cedar, pay)).toBe(reached);
  });
});
