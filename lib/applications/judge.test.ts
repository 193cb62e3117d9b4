import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/sdk/canonical";
import { checkTerms, loadApplication } from "./check-terms";
import type { ApplicationTerms } from "./contract";
import { judgeApplication } from "./judge";

const entities: JsonObject[] = [
  { uid: { type: "role", id: "lead" }, parents: [{ type: "role", id: "staff" }] },
  { uid: { type: "user", id: "ann" }, attrs: { team: "red" }, parents: [{ type: "role", id: "lead" }] },
  { uid: { type: "user", id: "ben" }, attrs: { team: "blue" } },
  { uid: { type: "doc", id: "plan" }, attrs: { owner: { __entity: { type: "user", id: "ben" } }, team: "red" } },
];
const terms = (text: string, more: Partial<ApplicationTerms> = {}): ApplicationTerms => ({
  title: "Papers",
  subjectTypes: ["user"],
  resourceTypes: ["doc"],
  actions: ["read", "write"],
  anySubject: false,
  text,
  entities,
  ...more,
});
const judge = (text: string, asked: Partial<Parameters<typeof judgeApplication>[1]> = {}, more = {}) => {
  const { kept, problems, dataProblems } = checkTerms(terms(text, more));
  if (!kept) throw new Error(JSON.stringify([problems, dataProblems]));
  const question = { subject: user("ann"), action: { name: "read" }, resource: { type: "doc", id: "plan" }, ...asked };
  return judgeApplication(loadApplication("a", 1, kept.terms, kept.policies), question);
};
const user = (id: string, properties?: JsonObject) => ({ type: "user", id, ...(properties ? { properties } : {}) });
const all = "permit(principal, action, resource);";

describe("what is denied", () => {
  test.each([
    ["an unknown type of subject", { subject: { type: "robot", id: "ann" } }, "unknown_subject"],
    ["a subject that the data do not hold", { subject: user("nobody") }, "unknown_subject"],
    ["a group that policies name is no subject either", { subject: user("lead") }, "unknown_subject"],
    ["an unknown type of resource", { resource: { type: "user", id: "ann" } }, "unknown_resource"],
    ["an unknown action", { action: { name: "erase" } }, "unknown_action"],
    ["half a character", { subject: user("ann", { note: "\ud800" }) }, "properties_unrepresentable"],
  ])("%s, whatever the policies permit", (_, asked, reason) => {
    expect(judge(all, asked)).toMatchObject({ decision: false, reason });
  });
  test("what no policy permits, and what one forbids beside a permit", () => {
    expect(judge('permit(principal, action == Action::"write", resource);')).toMatchObject({ reason: "no_permit" });
    const forbid = `@id("no") forbid(principal, action, resource) when { resource.team == "red" };`;
    expect(judge(`${all} ${forbid}`)).toMatchObject({ decision: false, reason: "policy_denied", policies: ["no"] });
  });
  test("a forbid that cannot be evaluated denies, and so does a permit beside one that permits", () => {
    for (const effect of ["forbid", "permit"])
      expect(judge(`${all} ${effect}(principal, action, resource) when { resource.secret };`)).toMatchObject({
        decision: false,
        reason: "evaluation_error",
      });
    const told = { resource: { type: "doc", id: "plan", properties: { limit: null } } };
    expect(judge(`${all} forbid(principal, action, resource) when { resource.limit > 3 };`, told)).toMatchObject({
      reason: "evaluation_error",
    });
  });
  test("a caller cannot overrule what the data hold, nor name an entity in what it tells", () => {
    const red = 'permit(principal, action, resource) when { principal.team == "blue" };';
    expect(judge(red, { subject: user("ann", { team: "blue" }) })).toMatchObject({ decision: false });
    const owned = "permit(principal, action, resource) when { resource.owner == principal };";
    const owner = { owner: { __entity: { type: "user", id: "ann" } } };
    const asked = { resource: { type: "doc", id: "new", properties: owner } };
    expect(judge(owned, asked)).toMatchObject({ decision: false });
  });
});

describe("what is permitted", () => {
  test("groups of groups, ownership, and what the caller adds for this question only", () => {
    expect(judge('permit(principal in role::"staff", action, resource);')).toMatchObject({ decision: true });
    const owned = "permit(principal, action, resource is doc) when { resource.owner == principal };";
    expect(judge(owned, { subject: user("ben") })).toMatchObject({ decision: true });
    const { kept } = checkTerms(
      terms("permit(principal, action, resource) when { principal has badge && principal.badge };"),
    );
    if (!kept) throw new Error("not valid");
    const app = loadApplication("a", 1, kept.terms, kept.policies);
    const question = { subject: user("ann"), action: { name: "read" }, resource: { type: "doc", id: "plan" } };
    expect(judgeApplication(app, { ...question, subject: user("ann", { badge: true }) }).decision).toBe(true);
    expect(judgeApplication(app, question).decision).toBe(false);
  });
  test("action properties and the context of the question", () => {
    const text = 'permit(principal, action, resource) when { context.action.soft && context.request.ip like "10.*" };';
    const action = { name: "write", properties: { soft: true } };
    expect(judge(text, { action, context: { ip: "10.0.0.1" } }).decision).toBe(true);
    expect(judge(text, { action, context: { ip: "11.0.0.1" } }).decision).toBe(false);
  });
  test("any subject, where the application says so", () => {
    expect(judge(all, { subject: user("nobody") }, { anySubject: true }).decision).toBe(true);
  });
});

describe("what is not taken", () => {
  const wrong = (more: Partial<ApplicationTerms>) => {
    const { kept, problems, dataProblems } = checkTerms(terms(all, more));
    expect(kept).toBeNull();
    return [
      ...problems.map(({ message }) => message),
      ...dataProblems.map(({ path, message }) => `${path}: ${message}`),
    ];
  };
  test.each([
    ["no policy", "", /no policy/],
    ["a text that does not parse", "permit(principal", /unexpected end/],
    ["a template", "permit(principal == ?principal, action, resource);", /Templates/],
    ["a checkpoint", '@checkpoint("x") forbid(principal, action, resource);', /@checkpoint means nothing here/],
    ["an action that is not named", 'permit(principal, action == Action::"raed", resource);', /"raed" is not among/],
    ["two of one id", `@id("x") ${all} @id("x") ${all}`, /two policies/],
    [
      "deep nesting",
      `permit(principal, action, resource) when { ${"(".repeat(3000)}true${")".repeat(3000)} };`,
      /too deep/,
    ],
  ])("%s", (_, text, said) => {
    expect(wrong({ text }).join("\n")).toMatch(said);
  });
  test.each<[string, JsonObject, RegExp]>([
    ["an entity without a name", { attrs: {} }, /entities.4.uid/],
    ["an unknown member", { uid: { type: "user", id: "x" }, tags: {} }, /entities.4/],
    ["null", { uid: { type: "user", id: "x" }, attrs: { a: [null] } }, /entities.4.attrs.a.0: Cedar has no null/],
    ["a number without an exact form", { uid: { type: "user", id: "x" }, attrs: { a: 0.00001 } }, /no exact form/],
    ["an agent", { uid: { type: "agent", id: "x" } }, /agents and tools/],
    ["the same twice", { uid: { type: "user", id: "ann" } }, /already/],
    [
      "a group in itself",
      { uid: { type: "role", id: "staff" }, parents: [{ type: "role", id: "lead" }] },
      /member of itself/,
    ],
  ])("data with %s", (_, entity, said) => {
    expect(wrong({ entities: [...entities, entity] }).join("\n")).toMatch(said);
  });
  test("groups that are nested too deeply", () => {
    const chain = Array.from({ length: 60 }, (_, at) => ({
      uid: { type: "role", id: `r${at}` },
      parents: [{ type: "role", id: `r${at + 1}` }],
    }));
    expect(wrong({ entities: chain }).join("\n")).toMatch(/nested deeper/);
  });
});
