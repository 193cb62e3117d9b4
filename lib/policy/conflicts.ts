/** Finds rules that do nothing, by asking which policies apply to calls that stand for all others. Pure. */
import { attributesRead } from "@/lib/changes/implies";
import { plainName } from "@/lib/shared/plain-name";
import type { JsonObject } from "@/sdk/canonical";
import { CallContext } from "@/sdk/cedar/call-context";
import { evaluatePolicies } from "@/sdk/cedar/evaluate";
import type { LoadedAgent, LoadedPolicy, LoadedTool } from "@/sdk/cedar/policy-set";
import { loadBundle } from "@/sdk/decide";
import type { BundleContent, BundlePolicy } from "@/sdk/wire/bundle";
import { type Regions, regionsOf } from "./call-regions";
import type { Conflict, ConflictReport } from "./conflict-contract";
import { sentenceOf } from "./conflict-words";

const MOST_CALLS = 40_000;
/** Where a policy is left to the interpreter, a call takes a hundred times as long. */
const MOST_INTERPRETED = 1_000;
const MOST_REGIONS = 1_024;

type Met = {
  /** Calls to which it applies. */
  count: number;
  example: { agent: LoadedAgent; tool: string; args: JsonObject } | null;
  /** Policies that applied to every one of these calls; null before the first. */
  forbids: Set<string> | null;
  same: Set<string> | null;
  permitted: boolean;
  overruled: boolean;
};

/** Throws `BundleRejected` when the set cannot be loaded. */
export function conflictsIn(content: BundleContent): ConflictReport {
  const agents = content.agents
    .filter(({ status }) => status === "active" || status === "suspended")
    .map((agent) => ({ ...agent, status: "active" as const }));
  const set = loadBundle({ ...content, agents }, 0);
  const policies = content.policies.filter(({ mode }) => mode === "enforce");
  const kinds = agentKinds(policies, [...set.compiled.agents.values()]);
  const tools = [...set.compiled.tools.values()];
  const budget = set.interpreted.length > 0 ? MOST_INTERPRETED : MOST_CALLS;
  const met = new Map<string, Met>();
  const regions = new Map<string, Regions>();
  let calls = 0;
  let looked = 0;
  for (const tool of tools) {
    const share = Math.max(1, Math.floor((budget - calls) / Math.max(1, kinds.length * (tools.length - looked))));
    if (calls >= budget) break;
    looked++;
    const found = regionsOf(tool.tool, inReach(tool, kinds, policies), Math.min(MOST_REGIONS, share));
    const fit = found.calls.filter((args) => tool.checkArguments(args) === null);
    regions.set(tool.tool.id, { ...found, calls: fit });
    for (const agent of kinds)
      for (const args of fit) {
        calls++;
        look(met, agent, tool, args);
      }
  }
  const whole = looked === tools.length && [...regions.values()].every(({ complete }) => complete);
  const order = new Map(content.policies.map(({ id }, place) => [id, place]));
  const conflicts = policies.flatMap((policy) => {
    const inScope = placesOf(policy.id, kinds, tools);
    if (!met.has(policy.id) && inScope.some((place) => appliesAt(policy, place))) return [];
    const conflict = judge(policy, met, order);
    if (!conflict) return [];
    const certain = whole || (conflict.kind === "neverApplies" && inScope.length === 0);
    const [near] = inScope;
    const beside = near
      ? { ...near, tool: near.tool.tool.id, args: regions.get(near.tool.tool.id)?.calls[0] ?? {} }
      : null;
    const full = { ...conflict, certain, example: conflict.example ?? (beside && exampleOf(beside)) };
    return [{ ...full, sentence: sentenceOf(full) }];
  });
  return {
    conflicts,
    policies: policies.length,
    calls,
    agents: { looked: agents.length, of: agents.length },
    tools: { looked, of: tools.length },
    problem: null,
  };
}

/** One of those agents that no policy can tell apart. */
function agentKinds(policies: readonly BundlePolicy[], agents: readonly LoadedAgent[]): LoadedAgent[] {
  const named = JSON.stringify(policies.map(({ cedar }) => cedar));
  const byName = policies.some(({ cedar }) => attributesRead(cedar).has("name"));
  const kinds = new Map<string, LoadedAgent>();
  for (const one of agents) {
    const { id, delegations: _, ...attributes } = one.agent;
    const own = byName || named.includes(JSON.stringify(id));
    const key = own ? id : JSON.stringify({ ...attributes, name: "" });
    if (!kinds.has(key)) kinds.set(key, one);
  }
  return [...kinds.values()];
}

function* matching(agent: LoadedAgent, tool: LoadedTool): Generator<LoadedPolicy> {
  for (const drawer of tool.drawers) for (const key of agent.keys) yield* drawer.get(key) ?? [];
}

function inReach(tool: LoadedTool, kinds: readonly LoadedAgent[], policies: readonly BundlePolicy[]): BundlePolicy[] {
  const ids = new Set<string>();
  for (const agent of kinds) for (const { id } of matching(agent, tool)) ids.add(id);
  return policies.filter(({ id }) => ids.has(id));
}

type Place = { agent: LoadedAgent; tool: LoadedTool };
const MOST_PLACES = 5;

/** Some agents and tools that its scope matches. */
function placesOf(id: string, kinds: readonly LoadedAgent[], tools: readonly LoadedTool[]): Place[] {
  const places: Place[] = [];
  for (const tool of tools)
    for (const agent of kinds) {
      for (const policy of matching(agent, tool)) if (policy.id === id) places.push({ agent, tool });
      if (places.length >= MOST_PLACES) return places;
    }
  return places;
}

/** Looks once more with the policy's own bounds alone, where all of them together were too many to try. */
function appliesAt(policy: BundlePolicy, { agent, tool }: Place): boolean {
  const alone = new Map<string, Met>();
  for (const args of regionsOf(tool.tool, [policy], MOST_REGIONS).calls)
    if (tool.checkArguments(args) === null) look(alone, agent, tool, args);
  return alone.has(policy.id);
}

function look(met: Map<string, Met>, agent: LoadedAgent, tool: LoadedTool, args: JsonObject): void {
  const context = new CallContext(args, tool.argumentsType, undefined, 0);
  const call = { principal: agent.entity, action: tool.action, resource: tool.server, context, args: context.args };
  const { permits, forbids, failures } = evaluatePolicies(agent, tool, call);
  const plain = forbids.filter(({ checkpoint }) => checkpoint === null).map(({ id }) => id);
  for (const policy of [...permits, ...forbids, ...failures.map((failure) => failure.policy)]) {
    const known = met.get(policy.id) ?? nothing();
    met.set(policy.id, known);
    known.count++;
    known.example ??= { agent, tool: tool.tool.id, args };
    const alike =
      policy.effect === "permit" ? permits : forbids.filter(({ checkpoint }) => checkpoint === policy.checkpoint);
    known.same = narrowed(
      known.same,
      alike.map(({ id }) => id).filter((id) => id !== policy.id),
    );
    known.forbids = narrowed(
      known.forbids,
      plain.filter((id) => id !== policy.id),
    );
    known.permitted ||= permits.length > 0;
    known.overruled &&= plain.some((id) => id !== policy.id);
  }
}

const nothing = (): Met => ({ count: 0, example: null, forbids: null, same: null, permitted: false, overruled: true });

const narrowed = (known: Set<string> | null, ids: readonly string[]): Set<string> =>
  known === null ? new Set(ids) : new Set(ids.filter((id) => known.has(id)));

type Found = Omit<Conflict, "certain" | "sentence">;

function judge(policy: BundlePolicy, met: ReadonlyMap<string, Met>, order: ReadonlyMap<string, number>): Found | null {
  const { id, title, effect, checkpoint } = policy;
  const mine = met.get(id);
  if (!mine) return { policy: id, title, by: [], kind: "neverApplies", example: null };
  const found = { policy: id, title, by: [] as string[], example: mine.example && exampleOf(mine.example) };
  // A plain forbid beside another is the same said twice; beside a permit or a checkpoint it has the last word.
  if (mine.overruled && (effect === "permit" || checkpoint !== null))
    return { ...found, kind: "overruled", by: [...(mine.forbids ?? [])] };
  const place = (slug: string) => order.get(slug) ?? 0;
  // Of two that cover each other the first is kept.
  const covers = (other: string) => !met.get(other)?.same?.has(id) || place(other) < place(id);
  const by = [...(mine.same ?? [])].filter(covers);
  if (by.length > 0) return { ...found, kind: "redundant", by };
  return effect === "forbid" && !mine.permitted ? { ...found, kind: "withoutPermit" } : null;
}

const exampleOf = ({ agent, tool, args }: NonNullable<Met["example"]>): Conflict["example"] => ({
  agentId: agent.agent.id,
  agentName: plainName(agent.agent.name),
  tool,
  arguments: JSON.stringify(args),
});
