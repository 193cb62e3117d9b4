/**
 * What a decision costs at an enforcement point, beside what the same policies cost in cedar-wasm.
 *
 * One JSON line for each figure. `ratio` is ours divided by theirs. Both decide the same requests in the same run, and must agree.
 */
import { pathToFileURL } from "node:url";
import type { EntityJson, StaticPolicySet } from "@cedar-policy/cedar-wasm/nodejs";
import { policyFromText } from "../sdk/cases/run-cases.ts";
import { cedarEntities, cedarRequest } from "../sdk/cedar/entities.ts";
import { loadWasm } from "../sdk/cedar/load-wasm.ts";
import { decide, loadBundle, type PolicySet } from "../sdk/decide.ts";
import type { BundleAgent, BundleContent, BundlePolicy, BundleTool } from "../sdk/wire/bundle.ts";
import type { DecisionRequest } from "../sdk/wire/decision.ts";
import { OperationClass, RiskTier } from "../sdk/wire/words.ts";

const AGENTS = 1_000;
const TOOLS = 50;
const TEAMS = 40;
const REQUESTS = 10_000;
const ROUNDS = 5;
const PEER = "cedar-wasm stateful";

export async function run(): Promise<void> {
  const small = measure(200, 300);
  const large = measure(5_000, 15);
  print("decision_p50_us_200", small.ours.p50, "us", small.theirs.p50);
  print("decision_p99_us_200", small.ours.p99, "us", small.theirs.p99);
  print("decision_p50_us_5000", large.ours.p50, "us", large.theirs.p50);
  print("decisions_per_s_200", small.ours.perSecond, "1/s", small.theirs.perSecond);
}

interface Figures {
  readonly p50: number;
  readonly p99: number;
  readonly perSecond: number;
}

function print(name: string, ours: number, unit: string, theirs: number): void {
  const value = Number(ours.toPrecision(4));
  console.log(JSON.stringify({ name, value, unit, against: PEER, ratio: Number((ours / theirs).toPrecision(3)) }));
}

function measure(policies: number, peerCalls: number): { ours: Figures; theirs: Figures } {
  const random = generator(policies);
  const content = organisation(policies, random);
  const requests = Array.from({ length: REQUESTS }, () => request(content, random));
  // As a point gets it: parsed from the text of the bundle.
  const set = loadBundle(JSON.parse(JSON.stringify(content)), 1);
  return { ours: measureOurs(set, requests), theirs: measurePeer(content, set, requests.slice(0, peerCalls)) };
}

function measureOurs(set: PolicySet, requests: readonly DecisionRequest[]): Figures {
  const rounds: Figures[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const figures = time(requests, (request) => decide(set, request));
    // The first round warms the compiler up.
    if (round > 0) rounds.push(figures);
  }
  return {
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
  };
}

/** Gets each call's entities and context ready outside of what is timed, and only the few entities that matter. */
function measurePeer(content: BundleContent, set: PolicySet, requests: readonly DecisionRequest[]): Figures {
  const wasm = loadWasm();
  const name = `bench-${content.policies.length}`;
  const policies: unknown = Object.fromEntries(content.policies.map(({ id, cedar }) => [id, cedar]));
  const parsed = wasm.preparsePolicySet(name, { staticPolicies: policies as StaticPolicySet });
  if (parsed.type === "failure") throw new Error(parsed.errors[0]?.message);
  const entities = new Map(cedarEntities(content).map((entity) => [JSON.stringify(entity.uid), entity]));
  const calls = requests.map((request) => {
    const call = cedarRequest(content, request);
    const slice = [call.principal, call.action, call.resource].flatMap(
      (uid) => entities.get(JSON.stringify(uid)) ?? [],
    );
    return { request, call, slice };
  });
  const ask = ({ call, slice }: { call: ReturnType<typeof cedarRequest>; slice: EntityJson[] }) =>
    wasm.statefulIsAuthorized({ ...call, entities: slice, preparsedPolicySetId: name, validateRequest: false });
  for (const call of calls) {
    const answer = ask(call);
    const allowed = answer.type === "success" && answer.response.decision === "allow";
    if (allowed !== (decide(set, call.request).effect === "allow")) throw new Error("the two evaluators disagree");
  }
  return time(calls, ask);
}

function time<Item>(items: readonly Item[], act: (item: Item) => unknown): Figures {
  const taken: number[] = [];
  const start = performance.now();
  for (const item of items) {
    const before = performance.now();
    act(item);
    taken.push((performance.now() - before) * 1_000);
  }
  const seconds = (performance.now() - start) / 1_000;
  taken.sort((left, right) => left - right);
  return { p50: at(taken, 0.5), p99: at(taken, 0.99), perSecond: items.length / seconds };
}

function median(figures: number[]): number {
  return at(
    figures.sort((left, right) => left - right),
    0.5,
  );
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

// The organisation: mostly narrow permits, and forbids that look into arguments, a tenth of them for everyone.

function organisation(policies: number, random: Random): BundleContent {
  return {
    format: 1,
    policies: Array.from({ length: policies }, (_, place) => policy(place, random)),
    agents: Array.from({ length: AGENTS }, (_, place) => agent(place, random)),
    tools: Array.from({ length: TOOLS }, (_, place) => tool(place)),
    rules: [{ id: "owner", title: "Owner approves", expiresInSeconds: 900 }],
    offline: { low: 900, medium: 300, high: 60, critical: 60 },
  };
}

function agent(place: number, random: Random): BundleAgent {
  return {
    id: `agent-${place}`,
    name: `Agent ${place}`,
    status: "active",
    riskTier: random.pick(RiskTier.options),
    environment: random.pick(["production", "staging", "development"]),
    provider: random.pick(["anthropic", "openai", "google", "local"]),
    framework: "langgraph",
    team: `team-${place % TEAMS}`,
    autonomy: "supervised",
    dataClasses: random.pick([["public"], ["public", "internal"], ["internal", "personal"]]),
  };
}

function tool(place: number): BundleTool {
  const [server, name] = [`server-${place % 10}`, `tool-${place}`];
  const properties = {
    path: { type: "string", maxLength: 4_096 },
    amount: { type: "number" },
    count: { type: "integer", minimum: 0 },
    tags: { type: "array", items: { type: "string" } },
    target: { type: "object", properties: { host: { type: "string" }, port: { type: "integer" } }, required: ["host"] },
  };
  const required = ["path", "amount", "count", "tags", "target"];
  return {
    id: `${server}/${name}`,
    server,
    name,
    operationClass: OperationClass.options[place % OperationClass.options.length] ?? "read",
    reversibility: "reversible",
    pin: null,
    inputSchema: { type: "object", properties, required, additionalProperties: false },
  };
}

function policy(place: number, random: Random): BundlePolicy {
  const team = `principal in Team::"team-${random.below(TEAMS)}"`;
  const one = tool(random.below(TOOLS));
  const exact = `action == Action::"${one.id}"`;
  const kind = `action in Action::"${random.pick(OperationClass.options)}"`;
  const condition = random.pick([
    `context.args.path like "/srv/${random.below(100)}/*" && context.args.count > ${random.below(100)}`,
    `context.args.amount.greaterThan(decimal("${random.below(900)}.50"))`,
    `context.args.tags.containsAny(["secret", "tag-${random.below(50)}"])`,
    `context.args.target.host like "*.host-${random.below(50)}.example" && principal.riskTier != "low"`,
    `!(principal.dataClasses.contains("personal")) && context.args.path like "*personal*"`,
  ]);
  const share = place % 20;
  const annotations = `@id("policy-${place}") @title("Policy ${place}")`;
  if (share < 8) return policyFromText(`${annotations} permit(${team}, ${exact}, resource);`);
  if (share < 12)
    return policyFromText(
      `${annotations} permit(principal == Agent::"agent-${random.below(AGENTS)}", ${kind}, resource);`,
    );
  if (share < 15)
    return policyFromText(
      `${annotations} permit(principal, ${kind}, resource == Server::"${one.server}") when { principal.riskTier == "${random.pick(RiskTier.options)}" };`,
    );
  if (share < 18) return policyFromText(`${annotations} forbid(${team}, ${kind}, resource) when { ${condition} };`);
  if (share < 19)
    return policyFromText(
      `${annotations} @checkpoint("owner") forbid(principal, ${exact}, resource) when { ${condition} };`,
    );
  return policyFromText(`${annotations} forbid(principal, ${kind}, resource) when { ${condition} };`);
}

function request(content: BundleContent, random: Random): DecisionRequest {
  const args = {
    path: random.pick([`/srv/${random.below(100)}/file-${random.below(1_000)}`, "/home/personal/notes"]),
    amount: random.below(100_000) / 100,
    count: random.below(200),
    tags: [`tag-${random.below(200)}`, `tag-${random.below(200)}`],
    target: { host: `api.host-${random.below(200)}.example`, port: 443 },
  };
  return { agentId: random.pick(content.agents).id, tool: random.pick(content.tools).id, arguments: args };
}

interface Random {
  below(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** The same figures come from the same organisation: a small linear congruential generator. */
function generator(seed: number): Random {
  let state = seed;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return {
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await run();
