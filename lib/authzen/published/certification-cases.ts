/** The certification scenario of the AuthZEN Authorization API 1.0 as data: what is sent where, and what must come back. */
import type { JsonObject } from "@/sdk/canonical";

export type CertificationCase = {
  /** The section of the scenario. */
  section: string;
  path: string;
  body?: JsonObject;
  /** What is sent in place of the body. */
  raw?: string;
  headers?: Record<string, string>;
  status: number;
  /** A decision, or those of a batch; null where only its form is judged. */
  decisions?: boolean | (boolean | null)[];
  /** Ids or names that must be among the results; an empty list: there are no others either. */
  found?: string[];
};

const alice = { type: "user", id: "alice" };
const bob = { type: "user", id: "bob" };
const admin = { ...bob, properties: { role: "admin" } };
const read = { name: "read" };
const write = { name: "write" };
const one = { type: "record", id: "record-1" };
const two = { type: "record", id: "record-2" };
const archived = { ...two, properties: { status: "archived" } };
const active = { ...one, properties: { status: "active" } };
const context = { time: "2025-06-27T18:03-07:00", ip: "192.168.1.1" };
const usual = { subject: alice, action: read, resource: one };
const removing = (soft: boolean) => ({ ...usual, action: { name: "delete", properties: { soft } } });

const EVALUATION = "/access/v1/evaluation";
const EVALUATIONS = "/access/v1/evaluations";
const [SUBJECT, RESOURCE, ACTION] = ["subject", "resource", "action"].map((what) => `/access/v1/search/${what}`) as [
  string,
  string,
  string,
];

const decided = (section: string, body: JsonObject, decisions: boolean): CertificationCase => ({
  section,
  path: EVALUATION,
  body,
  status: 200,
  decisions,
});
const batch = (section: string, body: JsonObject, decisions: boolean | (boolean | null)[]): CertificationCase => ({
  section,
  path: EVALUATIONS,
  body,
  status: 200,
  decisions,
});
const found = (section: string, path: string, body: JsonObject, ids: string[]): CertificationCase => ({
  section,
  path,
  body,
  status: 200,
  found: ids,
});
const refused = (section: string, path: string, body: JsonObject): CertificationCase => ({
  section,
  path,
  body,
  status: 400,
});

const without = (body: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));

const basic: CertificationCase[] = [
  decided("2.2.1", usual, true),
  decided("2.2.2", { ...usual, subject: bob, action: write }, false),
  decided("1.4 rule 2", { ...usual, action: write }, true),
  decided("1.4 rule 3", { ...usual, subject: bob }, true),
  decided("2.2.3", { ...usual, context }, true),
  decided("2.2.4", { ...usual, action: write, resource: archived }, false),
  decided("2.2.5", { subject: admin, action: write, resource: archived }, true),
  decided("2.2.6", removing(true), true),
  decided("2.2.7", removing(false), false),
  decided(
    "2.2.8",
    {
      subject: { ...alice, properties: { department: "Sales", role: "manager" } },
      action: { ...read, properties: { method: "GET" } },
      resource: { ...one, properties: { status: "active", owner: "bob" } },
    },
    true,
  ),
  decided("2.2.9", { ...usual, foo: "bar", futureField: { nested: true } }, true),
  ...["subject", "action", "resource"].map((name) => refused("2.4.1", EVALUATION, without(usual, name))),
  refused("2.4.2", EVALUATION, { ...usual, subject: { id: "alice" } }),
  refused("2.4.2", EVALUATION, { ...usual, subject: { type: "user" } }),
  refused("2.4.2", EVALUATION, { ...usual, action: {} }),
  refused("2.4.2", EVALUATION, { ...usual, resource: { id: "record-1" } }),
  refused("2.4.2", EVALUATION, { ...usual, resource: { type: "record" } }),
  { section: "2.4.3", path: EVALUATION, body: usual, headers: { "content-type": "text/plain" }, status: 400 },
  { section: "2.4.4", path: EVALUATION, raw: '{"subject":', status: 400 },
  { section: "2.4.5", path: EVALUATION, raw: "", status: 400 },
  refused("2.4.6", EVALUATION, { ...usual, subject: "alice" }),
  refused("2.4.6", EVALUATION, { ...usual, action: { name: 123 } }),
];

const several: CertificationCase[] = [
  batch("3.2.1", { subject: alice, action: read, evaluations: [{ resource: one }, { resource: two }] }, [true, null]),
  batch("3.2.2", { subject: bob, resource: one, evaluations: [{ action: read }, { action: write }] }, [true, false]),
  batch("3.2.3", { subject: alice, action: write, evaluations: [{ resource: active }, { resource: archived }] }, [
    true,
    false,
  ]),
  batch("3.2.4", { action: write, resource: archived, evaluations: [{ subject: alice }, { subject: admin }] }, [
    false,
    true,
  ]),
  batch("3.2.5", { evaluations: [usual, { subject: bob, action: write, resource: one }] }, [true, false]),
  batch(
    "3.2.6",
    {
      subject: alice,
      action: read,
      context: { time: context.time },
      evaluations: [
        { resource: one },
        { resource: two, context: { time: "2025-06-27T19:00-07:00", source: "batch-override" } },
      ],
    },
    [null, null],
  ),
  batch("3.2.7", { subject: alice, action: write, resource: active, evaluations: [{}, { resource: archived }] }, [
    true,
    false,
  ]),
  batch(
    "3.4.1",
    {
      subject: alice,
      action: read,
      options: { evaluations_semantic: "execute_all" },
      evaluations: [{ resource: one }, {}],
    },
    [true, false],
  ),
  batch("3.4.2", usual, true),
  batch("3.4.3", { ...usual, evaluations: [] }, true),
];

const user = { type: "user" };
const record = { type: "record" };
const who = { subject: user, action: read, resource: one };
const which = { subject: alice, action: read, resource: record };
const what = { subject: alice, resource: one };
const spaceship = { type: "spaceship" };
const nobody = { type: "user", id: "nonexistent-user" };

const searches: CertificationCase[] = [
  found("4.2.1", SUBJECT, who, ["alice", "bob"]),
  found("4.2.2", SUBJECT, { ...who, context }, ["alice", "bob"]),
  found("4.2.3", SUBJECT, { ...who, subject: alice }, ["alice", "bob"]),
  found("4.2.4", SUBJECT, { subject: user, action: write, resource: archived }, ["bob"]),
  found("4.3.1", RESOURCE, which, ["record-1"]),
  found("4.3.2", RESOURCE, { ...which, context }, ["record-1"]),
  found("4.3.3", RESOURCE, { ...which, resource: one }, ["record-1"]),
  found("4.3.4", RESOURCE, { subject: admin, action: write, resource: record }, ["record-2"]),
  found("4.4.1", ACTION, what, ["read", "write"]),
  found("4.4.2", ACTION, { ...what, context }, ["read", "write"]),
  found("4.4.3", ACTION, { subject: admin, resource: archived }, ["write"]),
  found("4.6.1", ACTION, { ...what, subject: nobody }, []),
  found("4.6.1", RESOURCE, { ...which, subject: nobody }, []),
  found("4.6.2", SUBJECT, { ...who, subject: spaceship }, []),
  found("4.6.2", RESOURCE, { ...which, resource: spaceship }, []),
  found("4.6.2", ACTION, { ...what, resource: { ...spaceship, id: "enterprise" } }, []),
  refused("4.7.1", SUBJECT, without(who, "action")),
  refused("4.7.1", RESOURCE, without(which, "subject")),
  refused("4.7.1", ACTION, without(what, "resource")),
  refused("4.7.2", SUBJECT, { ...who, resource: record }),
  refused("4.7.2", RESOURCE, { ...which, subject: user }),
  refused("4.7.2", ACTION, { ...what, subject: user }),
];

/** Pages (4.5), headers (2.5), idempotency (2.6) and metadata (6) are several steps each: the test takes them one by one. */
export const certificationCases = [...basic, ...several, ...searches];
export const pagedSearch = { path: SUBJECT, body: who };
export const usualQuestion = { path: EVALUATION, body: usual };
