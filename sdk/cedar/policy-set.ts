/** A bundle, compiled: everything that a decision needs is looked up here, and nothing is worked out twice. */
import type { BundleAgent, BundleContent, BundlePolicy, BundleRule, BundleTool } from "../wire/bundle.ts";
import { type ArgumentCheck, compileArgumentCheck } from "./argument-check.ts";
import { argumentsType, type RecordType } from "./arguments.ts";
import { type Compilation, compilePolicy } from "./compile.ts";
import { type Edges, loadEdges } from "./edges.ts";
import { MalformedPolicy } from "./failure.ts";
import { interpretPolicy } from "./fallback.ts";
import { ACTION, AGENT, SERVER } from "./model.ts";
import { quote, sentence } from "./quote.ts";
import type { Scope } from "./scope.ts";
import { type Drawer, principalKeys, ScopeIndex } from "./scope-index.ts";
import { EntityStore } from "./store.ts";
import type { Run } from "./term.ts";
import type { Entity } from "./values.ts";

/** The bundle cannot be decided by. It is refused whole: a part of a policy set is another policy set. */
export class BundleRejected extends Error {
  override name = "BundleRejected";
}

export interface PolicySet {
  readonly revision: number;
  readonly agents: ReadonlyMap<string, BundleAgent>;
  readonly tools: ReadonlyMap<string, BundleTool>;
  readonly rules: ReadonlyMap<string, BundleRule>;
  /** Policies that are left to cedar-wasm, and what in them is not compiled. */
  readonly interpreted: readonly { readonly policy: string; readonly feature: string }[];
  /** Tools whose calls are all refused, because their input schema cannot be used. */
  readonly unusable: readonly { readonly tool: string; readonly reason: string }[];
  /** The compiled form, which only `decide` reads. */
  readonly compiled: {
    readonly agents: ReadonlyMap<string, LoadedAgent>;
    readonly tools: ReadonlyMap<string, LoadedTool>;
    readonly store: EntityStore;
  };
}

export interface LoadedPolicy {
  /** Place in the bundle, so that answers name policies in one order. */
  readonly place: number;
  readonly id: string;
  /** For sentences: quoted and bounded. */
  readonly title: string;
  readonly effect: "permit" | "forbid";
  readonly checkpoint: string | null;
  readonly observe: boolean;
  readonly scope: Scope;
  /** The scope's, where each decision finds it at once. */
  readonly condition: Run;
}

export interface LoadedAgent {
  readonly agent: BundleAgent;
  readonly title: string;
  readonly entity: Entity;
  readonly keys: ReturnType<typeof principalKeys>;
  /** Agents through which it may act. */
  readonly edges: Edges;
}

export interface LoadedTool {
  readonly tool: BundleTool;
  readonly title: string;
  readonly action: Entity;
  readonly server: Entity;
  readonly drawers: readonly Drawer<LoadedPolicy>[];
  readonly argumentsType: RecordType;
  readonly checkArguments: ArgumentCheck;
}

/** Throws {@link BundleRejected}, with the reason, when any part of the bundle is malformed. */
export function loadBundle(content: BundleContent, revision: number): PolicySet {
  const rules = byId("checkpoint rule", content.rules);
  byId("policy", content.policies);
  const agents = byId("agent", content.agents);
  const tools = byId("tool", content.tools);
  const store = new EntityStore(content);
  const policies = loadPolicies(content.policies, rules, store);
  const unusable: { tool: string; reason: string }[] = [];
  const loadTools = content.tools.map((tool): [string, LoadedTool] => {
    const { check, problem } = compileArgumentCheck(tool.inputSchema);
    if (problem !== null) unusable.push({ tool: tool.id, reason: problem });
    return [tool.id, loadTool(tool, check, store, policies.index)];
  });
  const loadedAgents = content.agents.map((agent): [string, LoadedAgent] => [agent.id, loadAgent(agent, store)]);
  return {
    revision,
    agents,
    tools,
    rules,
    interpreted: policies.interpreted,
    unusable,
    compiled: { agents: new Map(loadedAgents), tools: new Map(loadTools), store },
  };
}

/**
 * What comes of it if these agents of the bundle had other attributes. Compiled policies know an agent's entity and not its attributes,
 * so nothing is compiled again; the entities are as they were when this returns, and nothing else runs before it does.
 */
export function asIf<Result>(set: PolicySet, agents: readonly BundleAgent[], work: (set: PolicySet) => Result): Result {
  const { store } = set.compiled;
  const restated: BundleAgent[] = [];
  try {
    const loaded = new Map(set.compiled.agents);
    for (const agent of agents) {
      const known = set.compiled.agents.get(agent.id);
      if (!known) throw new Error(`there is no agent ${agent.id}`);
      restated.push(known.agent);
      store.restate(agent);
      loaded.set(agent.id, loadAgent(agent, store));
    }
    return work({ ...set, compiled: { ...set.compiled, agents: loaded } });
  } finally {
    for (const agent of restated) store.restate(agent);
  }
}

function byId<Item extends { readonly id: string }>(kind: string, items: readonly Item[]): ReadonlyMap<string, Item> {
  const found = new Map<string, Item>();
  for (const item of items) {
    if (found.has(item.id)) throw new BundleRejected(`The bundle has two of the ${kind} ${quote(item.id)}.`);
    found.set(item.id, item);
  }
  return found;
}

function loadPolicies(policies: readonly BundlePolicy[], rules: ReadonlyMap<string, BundleRule>, store: EntityStore) {
  const index = new ScopeIndex<LoadedPolicy>();
  const interpreted: { policy: string; feature: string }[] = [];
  for (const [place, policy] of policies.entries()) {
    try {
      const compilation = compilePolicy(policy.cedar, store);
      checkAgreement(policy, compilation, rules);
      const unsupported = compilation.kind === "unsupported";
      if (unsupported) interpreted.push({ policy: policy.id, feature: compilation.feature });
      const condition = unsupported ? interpretPolicy(policy.cedar, store) : compilation.condition;
      if (compilation.scope) index.add(loadPolicy(policy, place, compilation.scope, condition));
    } catch (error) {
      const reason = error instanceof Error ? error.message : "unknown failure";
      throw new BundleRejected(sentence(`Policy ${quote(policy.id)} cannot be used: ${reason}`), { cause: error });
    }
  }
  return { index, interpreted };
}

function loadPolicy(policy: BundlePolicy, place: number, scope: Scope, condition: Run): LoadedPolicy {
  const { id, effect, checkpoint } = policy;
  const title = quote(policy.title || id);
  return { place, id, title, effect, checkpoint, observe: policy.mode === "observe", scope, condition };
}

/** What the bundle says of a policy must be what the policy's own text says: people read and approved the text. */
function checkAgreement(
  { effect, checkpoint }: BundlePolicy,
  text: Compilation,
  rules: ReadonlyMap<string, BundleRule>,
): void {
  if (text.effect !== effect) throw new MalformedPolicy(`it is listed as a ${effect} but is a ${text.effect}`);
  if (text.checkpoint !== checkpoint) throw new MalformedPolicy("it is listed under another checkpoint than it names");
  if (checkpoint === null) return;
  if (effect === "permit") throw new MalformedPolicy("a checkpoint stands on a permit, where it would mean nothing");
  if (!rules.has(checkpoint)) throw new MalformedPolicy(`there is no checkpoint rule ${quote(checkpoint)}`);
}

function loadAgent(agent: BundleAgent, store: EntityStore): LoadedAgent {
  const entity = store.entity(AGENT, agent.id);
  return { agent, title: quote(agent.name), entity, keys: principalKeys(entity), edges: edgesOf(agent) };
}

function edgesOf(agent: BundleAgent): Edges {
  try {
    return loadEdges(agent);
  } catch (error) {
    throw new BundleRejected(error instanceof Error ? error.message : "A delegation cannot be used.", { cause: error });
  }
}

function loadTool(
  tool: BundleTool,
  checkArguments: ArgumentCheck,
  store: EntityStore,
  index: ScopeIndex<LoadedPolicy>,
): LoadedTool {
  if (tool.id !== `${tool.server}/${tool.name}`) {
    throw new BundleRejected(`The tool ${quote(tool.id)} is not named after its server and its own name.`);
  }
  const action = store.entity(ACTION, tool.id);
  const server = store.entity(SERVER, tool.server);
  return {
    tool,
    title: quote(tool.id),
    action,
    server,
    drawers: index.drawersOf(action, server),
    argumentsType: argumentsType(tool.inputSchema),
    checkArguments,
  };
}
