import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { bundleAgent, bundleContent, bundleTool } from "../testing/bundle-fixture.ts";
import { main } from "./main.ts";
import { contentOf, policyOf } from "./policy/files.ts";
import { withoutSecrets } from "./policy/hand-over.ts";

let said = "";
let dir = "";
beforeEach(() => {
  said = "";
  dir = mkdtempSync(path.join(tmpdir(), "gatehouse-policies-"));
  vi.stubEnv("GATEHOUSE_API_KEY", "key-1");
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((chunk) => {
      said += String(chunk);
      return true;
    });
});
afterEach(() => {
  rmSync(dir, { recursive: true });
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

type Answers = { [route: string]: { status?: number; body: unknown } };
async function fakeConsole(answers: Answers) {
  const seen: { route: string; body: string }[] = [];
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const route = `${request.method} ${request.url}`;
    seen.push({ route, body });
    const { status = 200, body: answer } = answers[route] ?? { status: 404, body: { detail: route } };
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const address = server.address();
  return { url: `http://localhost:${typeof address === "object" ? address?.port : 0}`, seen };
}

const agentId = `agt_${"0".repeat(26)}`;
const permit = 'permit (principal, action == Action::"fs/read", resource);';
const reads = {
  name: "reading is allowed",
  principal: { kind: "agent", id: agentId },
  tool: "fs/read",
  arguments: {},
  expected: "allow",
  expectedRule: null,
};
const content = bundleContent({ agents: [bundleAgent(agentId, {})], tools: [bundleTool("fs/read")], policies: [] });
const review = {
  published: 3,
  draft: `sha256:${"0".repeat(64)}`,
  changes: [],
  meaning: null,
  problem: null,
  tests: [],
  weakenings: [],
  takesTwo: true,
  confirmers: ["Sue"],
};
const changed = { ...review, changes: [{ slug: "reading", kind: "changed", before: "a\nb", after: "a\nc" }] };
const told = { created: ["reading"], edited: [], disabled: [], unchanged: 0, review: changed };

async function pulled(answers: Answers = {}) {
  const console = await fakeConsole({
    "GET /api/v1/policies": {
      body: {
        revision: 7,
        items: [{ slug: "reading", title: "Reading", status: "active", current: { text: permit } }],
      },
    },
    "GET /api/v1/policy-tests": { body: { items: [reads] } },
    "GET /api/v1/policies/review": { body: review },
    "GET /api/v1/bundles/7": { body: { content: JSON.stringify(content) } },
    ...answers,
  });
  expect(await main(["policy", "pull", "--dir", dir, "--console", console.url])).toBe(0);
  return console;
}
const from = ["--repository", "https://user:token@example.test/rules.git", "--commit", "0123456789abcdef"];
const pushTo = (url: string, ...more: string[]) =>
  main(["policy", "push", "--dir", dir, "--console", url, ...from, ...more]);

describe("files", () => {
  test("a policy is the same after a round through its file, whatever it begins with", () => {
    for (const text of [permit, `// why\n${permit}`, `${permit}\n`]) {
      const file = { slug: "reading", title: "Reading: all of it", status: "disabled" as const, text };
      expect(policyOf("reading.cedar", "x", contentOf(file))).toEqual({ ...file, path: "x" });
    }
  });
  test("a name or a status that cannot be is refused", () => {
    expect(() => policyOf("Reading.cedar", "x", permit)).toThrow(/lower-case/);
    expect(() => policyOf("reading.cedar", "x", `// status: on\n${permit}`)).toThrow(/active or disabled/);
  });
  test("a repository's address is kept without the token in it", () => {
    expect(withoutSecrets("https://user:token@example.test/rules.git")).toBe("https://example.test/rules.git");
    expect(withoutSecrets("git@example.test:rules.git")).toBe("git@example.test:rules.git");
  });
});

describe("pull and test", () => {
  test("what was pulled passes offline; what is gone is removed; a case that fails is a failure", async () => {
    writeFileSync(path.join(dir, "old.cedar"), permit);
    writeFileSync(path.join(dir, "README.md"), "kept");
    await pulled();
    expect(readdirSync(dir).sort()).toEqual([
      "README.md",
      "gatehouse.json",
      "inventory.json",
      "reading.cedar",
      "tests",
    ]);
    expect(await main(["policy", "test", "--dir", dir])).toBe(0);
    writeFileSync(path.join(dir, "reading.cedar"), permit.replace("permit", "forbid"));
    expect(await main(["policy", "test", "--dir", dir])).toBe(1);
    expect(said).toMatch(/FAILED {2}reading is allowed: It should be allowed, and is denied/);
  });
  test.each([
    ["does not parse", "permit (", /reading.cedar: /],
    ["names a tool that is not there", permit.replace("fs/read", "fs/erase"), /fs\/erase/],
    ["has a misspelt annotation", `@chekpoint("x") ${permit}`, /@chekpoint is not an annotation/],
    ["names a rule that is not there", `@checkpoint("x") ${permit.replace("permit", "forbid")}`, /no checkpoint rule/],
    ["nests without end", `permit(principal, action, resource) when { ${"(".repeat(5_000)} };`, /nested deeper/],
  ])("a policy that %s is told at its file, and no case is run", async (_, text, wrong) => {
    await pulled();
    writeFileSync(path.join(dir, "reading.cedar"), text);
    expect(await main(["policy", "test", "--dir", dir])).toBe(1);
    expect(said).toMatch(wrong);
    expect(said).toMatch(/the cases were not run/);
  });
});

describe("push", () => {
  test("publishes over what was pulled, from where it came, and remembers the new publication", async () => {
    const { url, seen } = await pulled({
      "POST /api/v1/policies/push": { body: told },
      "POST /api/v1/bundles": { body: { done: { revision: 8 }, request: null } },
    });
    expect(await pushTo(url)).toBe(0);
    const [pushed, published] = seen.slice(-2).map(({ body }) => JSON.parse(body));
    expect(pushed).toMatchObject({
      repository: "https://example.test/rules.git",
      published: 3,
      adopt: false,
      policies: [{ slug: "reading", title: "Reading", text: permit }],
      tests: [reads],
    });
    expect(published.base).toEqual({ published: 3, draft: review.draft });
    expect(JSON.parse(readFileSync(path.join(dir, "gatehouse.json"), "utf8"))).toEqual({ published: 8 });
    expect(said).toMatch(/- b\n +\+ c\n/);
  });
  test("ring by ring it goes out under the folder's terms, and what was pulled stays what is published", async () => {
    const { url, seen } = await pulled({
      "POST /api/v1/policies/push": { body: told },
      "POST /api/v1/bundles": { body: { done: { revision: 8, rollOut: "rol_1" }, request: null } },
    });
    writeFileSync(path.join(dir, "roll-out.json"), '{"automatic": false, "thresholds": {"soakMinutes": 5}}');
    expect(await pushTo(url, "--rings")).toBe(0);
    const { rollOut } = JSON.parse(seen.at(-1)?.body ?? "{}");
    expect(rollOut).toEqual({ automatic: false, thresholds: { soakMinutes: 5 } });
    expect(said).toContain(`${url}/policies/rollouts/rol_1`);
    expect(JSON.parse(readFileSync(path.join(dir, "gatehouse.json"), "utf8"))).toEqual({ published: 3 });
    expect(await pushTo(url, "--rings", "--draft")).toBe(2);
    writeFileSync(path.join(dir, "roll-out.json"), "[");
    expect(await pushTo(url, "--rings")).toBe(1);
    expect(said).toMatch(/roll-out\.json cannot be read/);
  });
  test("without a ring that has points nothing goes out, and it says so", async () => {
    const detail = "No enforcement point is enrolled, so there is no ring to begin with: publish to all at once.";
    const { url } = await pulled({
      "POST /api/v1/policies/push": { body: told },
      "POST /api/v1/bundles": { status: 409, body: { detail } },
    });
    expect(await pushTo(url, "--rings")).toBe(4);
    expect(said).toContain(detail);
  });
  test("what weakens waits for a second person: the link, and an end of its own", async () => {
    const { url } = await pulled({
      "POST /api/v1/policies/push": { body: told },
      "POST /api/v1/bundles": { body: { done: null, request: { id: "chg_1", confirmers: ["Sue"] } } },
    });
    expect(await pushTo(url, "--reason", "needed")).toBe(3);
    expect(said).toContain(`${url}/policies/changes/chg_1`);
  });
  test("somebody else's publication, ownership or draft is not overwritten", async () => {
    const conflict = { status: 409, body: { detail: "Sue published revision 4" } };
    const refused = await pulled({ "POST /api/v1/policies/push": conflict });
    expect(await pushTo(refused.url)).toBe(4);
    expect(said).toMatch(/Sue published revision 4/);
    const foreign = [...changed.changes, { slug: "theirs", kind: "added", before: "", after: "x" }];
    const { url, seen } = await pulled({
      "POST /api/v1/policies/push": { body: { ...told, review: { ...review, changes: foreign } } },
    });
    expect(await pushTo(url)).toBe(4);
    expect(said).toMatch(/theirs would go with it/);
    expect(seen.map(({ route }) => route)).not.toContain("POST /api/v1/bundles");
  });
  test("diff changes nothing, and fails where a case would", async () => {
    const failing = { ...changed, tests: [{ name: "x", passed: false, why: "It should be denied." }] };
    const { url, seen } = await pulled({
      "POST /api/v1/policies/compare": { body: { ...told, review: failing } },
    });
    expect(await main(["policy", "diff", "--dir", dir, "--console", url, ...from])).toBe(1);
    expect(said).toMatch(/FAILED {3}x: It should be denied/);
    expect(seen.filter(({ route }) => route.startsWith("POST")).map(({ route }) => route)).toEqual([
      "POST /api/v1/policies/compare",
    ]);
  });
  test.each([
    ["running", 3, "is under way"],
    ["halted", 3, "is halted"],
    ["rolledBack", 1, "was rolled back"],
    ["completed", 0, "is in force everywhere"],
  ])("status tells of a roll-out that is %s, with what its rings saw, and ends with %i", async (state, ends, words) => {
    const counts = { judged: 40, newlyDenied: 3, newlyHeld: 0, errors: 0 };
    const ring = { name: "Cana\u202ery", state: "reached", points: 2, acknowledged: 1, counts };
    const rollOut = { id: "rol_1", status: state, why: "3 of 40", revision: 8, startedByName: "Sue", rings: [ring] };
    const { url } = await pulled({
      "GET /api/v1/roll-outs": { body: { items: [{ id: "rol_1" }] } },
      "GET /api/v1/roll-outs/rol_1": { body: rollOut },
    });
    said = "";
    expect(await main(["policy", "status", "--console", url])).toBe(ends);
    expect(said).toContain("Revision 7 is published.");
    expect(said).toContain(`The roll-out of revision 8, started by Sue, ${words}.`);
    expect(said).toContain("1 of 2 points have it; of 40 judged calls 3 newly denied");
    expect(said).not.toContain("\u202e");
  });
  test("status of what was never rolled out is what is published", async () => {
    const { url } = await pulled({ "GET /api/v1/roll-outs": { body: { items: [] } } });
    expect(await main(["policy", "status", "--console", url])).toBe(0);
  });
  test("an act that is not one, and a base that is none, are told", async () => {
    expect(await main(["policy", "publish"])).toBe(2);
    await pulled();
    expect(await pushTo("http://localhost:1", "--base", "x")).toBe(2);
  });
});
