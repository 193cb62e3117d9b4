/** Every entry of the library does what it says, and is held to it by cases that its absence fails. */
import { describe, expect, test } from "vitest";
import { cedarSchema } from "@/sdk/cedar/schema";
import { runCases } from "@/sdk/policy/run-cases";
import { bundleAgent, bundleContent, bundlePolicy, bundleTool } from "@/sdk/testing/bundle-fixture";
import { type BundleContent, BundlePolicy } from "@/sdk/wire/bundle";
import { OperationClass } from "@/sdk/wire/words";
import { analysePolicy } from "../cedar";
import { fillEntry, type Surroundings } from "../fill-entry";
import { Blanks, Risk } from "../library-contract";
import { entries } from "./entries";
import type { Entry } from "./entry";

const HOSTILE = 'x";\n<img src=x onerror=alert(1)> \u202e\u0007 // ';
const agents = [
  bundleAgent("agt_pay", { team: "pay", environment: "production", dataClasses: ["payment"] }),
  bundleAgent("agt_dev", { team: "dev", environment: "development", dataClasses: ["personal"] }),
  bundleAgent("agt_bad", { team: HOSTILE, name: HOSTILE, environment: "staging", dataClasses: ["secrets"] }),
  bundleAgent("agt_old", { status: "retired" }),
];
const inputSchema = {
  type: "object",
  properties: { to: { type: "string" }, amount: { type: "integer" }, rate: { type: "number" } },
  required: ["to", "amount"],
};
const toolOf = (operationClass: OperationClass): string => `srv/${operationClass.replace(".", "_")}`;
const tools = OperationClass.options.map((operationClass) =>
  bundleTool(toolOf(operationClass), { operationClass, inputSchema }),
);
const rules = [
  { id: "one", title: "One", expiresInSeconds: 60 },
  { id: "two", title: "Two", expiresInSeconds: 60 },
];
const open = bundleContent({ agents, tools, rules, policies: [bundlePolicy("permit", null)] });
const around = (content: BundleContent): Surroundings => ({
  content,
  rules: new Map([
    ["one", 1],
    ["two", 2],
  ]),
  analyse: (text) => analysePolicy(text, async () => cedarSchema(content.tools)),
  now: 0,
});

/** Everything that the entry asks for, filled in. */
function filledFor({ asks }: Entry): Blanks {
  const [only = "money.move"] = asks.tools?.classes ?? [];
  return Blanks.parse({
    ...(asks.who === "some" ? { agents: ["agt_pay"], teams: [HOSTILE] } : {}),
    ...(asks.tools ? { tools: [toolOf(only)] } : {}),
    ...(asks.classes ? { classes: ["code.execute", "money.move"] } : {}),
    ...(asks.server ? { server: "srv" } : {}),
    ...(asks.environments ? { environments: ["development", "staging"] } : {}),
    ...(asks.dataClasses ? { dataClasses: ["payment", "secrets"] } : {}),
    ...(asks.argument ? { argument: asks.argument === "text" ? "to" : "amount" } : {}),
    ...(asks.limit ? { limit: 500 } : {}),
    ...(asks.patterns ? { patterns: ["*@corp.example", 'quo"ted*'] } : {}),
    ...(asks.checkpoint ? { checkpoint: "two" } : {}),
  });
}
/** What the calls of an entry meet without it: everything is open, or for one that permits, nothing is. */
const setFor = (entry: Entry): BundleContent => (entry.outcome === "allow" ? { ...open, policies: [] } : open);
const fill = (entry: Entry, more: Partial<Blanks> = {}, content = setFor(entry)) =>
  fillEntry(entry, entry.id, { ...filledFor(entry), ...more }, around(content));
const named = (id: string): Entry => {
  const found = entries.find((entry) => entry.id === id);
  if (!found) throw new Error(`${id} is missing`);
  return found;
};

test("every risk of the list and every operation class has an entry, and no two have the same id", () => {
  expect(Risk.options.filter((risk) => !entries.some(({ risks }) => risks.includes(risk)))).toEqual([]);
  expect(OperationClass.options.filter((one) => !entries.some(({ classes }) => classes.includes(one)))).toEqual([]);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
});

describe.each(entries.map((entry) => [entry.id, entry] as const))("%s", (_, entry) => {
  test("filled in, it is Cedar of the form, and its cases pass with it and at least one fails without it", async () => {
    const { problems, text, tests } = await fill(entry);
    expect(problems).toEqual([]);
    const { parsed } = await around(open).analyse(text ?? "");
    if (!parsed) throw new Error("not parsed");
    expect(parsed.cedar.annotations).toMatchObject({ control: entry.controls.join(", ") });
    const policy = BundlePolicy.parse({ id: entry.id, title: "p", version: 1, ...parsed });
    const cases = tests.map((one, place) => ({ ...one, id: `${place}` }));
    const content = setFor(entry);
    const run = (policies: BundlePolicy[]) => runCases({ ...content, policies }, cases, 0).map(({ passed }) => passed);
    expect(run([...content.policies, policy])).toEqual(cases.map(() => true));
    const without = run(content.policies);
    expect(without).toContain(false);
    expect(without).toEqual(tests.map(({ needed }) => !needed));
    expect(new Set(tests.map(({ name }) => name)).size).toBe(tests.length);
    expect(tests.every(({ expected }) => [entry.outcome, "allow"].includes(expected))).toBe(true);
  });
  test("is refused without each of what it asks for, and with anything that it does not ask for", async () => {
    const empty = await fillEntry(entry, entry.id, Blanks.parse({}), around(setFor(entry)));
    const { asks } = entry;
    const wanted = {
      ...{ agents: asks.who === "some", tools: asks.tools, classes: asks.classes, server: asks.server },
      ...{ environments: asks.environments, dataClasses: asks.dataClasses, argument: asks.argument },
      ...{ limit: asks.limit, patterns: asks.patterns, checkpoint: asks.checkpoint },
    };
    const missing = Object.entries(wanted).flatMap(([path, asked]) => (asked ? [path] : []));
    expect(new Set(empty.problems.map(({ path }) => path))).toEqual(new Set(missing));
    const all = Blanks.parse({
      ...filledFor(entry),
      limit: asks.limit ? 500 : 1,
      server: asks.server ? "srv" : "other",
    });
    const extra = (await fill(entry, all)).problems.map(({ path }) => path);
    expect(extra).toEqual([asks.server ? [] : ["server"], asks.limit ? [] : ["limit"]].flat());
  });
});

describe("what does not fit the inventory is refused", () => {
  const refusals: [string, string, Partial<Blanks>, RegExp][] = [
    ["read-only-agents", "agents", { agents: ["agt_none"] }, /no agent agt_none/],
    ["read-only-agents", "agents", { agents: ["agt_old"] }, /retired/],
    ["read-only-agents", "agents", { agents: ["agt_pay", "agt_pay"] }, /twice/],
    ["read-only-agents", "teams", { teams: ["nobody"] }, /No agent is of the team/],
    ["payments-above-held", "tools", { tools: ["srv/none"] }, /not an approved tool/],
    ["payments-above-held", "tools", { tools: ["srv/read"] }, /of the class read/],
    ["payments-above-held", "argument", { argument: "to" }, /no argument to/],
    ["payments-above-held", "limit", { limit: -1 }, /from 0 to/],
    ["payments-above-held", "limit", { limit: 1e12 }, /from 0 to/],
    ["payments-above-held", "limit", { limit: 0.5 }, /whole numbers/],
    ["payments-above-held", "limit", { argument: "rate", limit: 0.00001 }, /four digits/],
    ["payments-above-held", "checkpoint", { checkpoint: "nobody" }, /no checkpoint rule/],
    ["money-by-two-people", "checkpoint", { checkpoint: "one" }, /asks one person, and this needs 2/],
    ["third-party-server-held", "server", { server: "gone" }, /No approved tool is of the server/],
  ];
  test.each(refusals)("%s: %s", async (id, path, more, message) => {
    const { problems, text } = await fill(named(id), more);
    expect(text).toBeNull();
    expect(problems).toContainEqual({ path, message: expect.stringMatching(message) });
  });
});

test("a limit on a number with decimals is tried just above it and at it", async () => {
  const { tests } = await fill(named("payments-above-denied"), { argument: "rate", limit: 0.25 });
  expect(tests.map(({ arguments: args, expected }) => [args.rate, expected])).toEqual([
    [0.26, "deny"],
    [0.25, "allow"],
  ]);
});
test("a list of destinations that allows everything decides nothing, and is refused for it", async () => {
  const { problems } = await fill(named("named-destinations"), { patterns: ["*"] });
  expect(problems[0]?.message).toMatch(/No call could be found/);
});
test("holding what nothing permits is refused, and says that nothing permits it", async () => {
  const { problems, notes } = await fill(named("money-by-two-people"), {}, { ...open, policies: [] });
  expect(problems[0]?.message).toMatch(/No call could be found/);
  expect(notes.join()).toMatch(/No policy permits/);
});
test("forbidding what is denied already is possible, and says that it changes nothing now", async () => {
  const { problems, tests, notes } = await fill(named("read-only-agents"), {}, { ...open, policies: [] });
  expect(problems).toEqual([]);
  expect(tests.some(({ needed }) => needed)).toBe(false);
  expect(notes.join()).toMatch(/changes none of them now/);
});
test("an argument that may be left out is said to be one", async () => {
  const { notes } = await fill(named("payments-above-denied"), { argument: "rate", limit: 1 });
  expect(notes.join()).toMatch(/lets rate be left out/);
});
