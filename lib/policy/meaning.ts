/** What a change of policies means: the same calls, decided under both sets. Pure: time comes in. */
import { attributesRead } from "@/lib/changes/implies";
import type { Json, JsonObject } from "@/sdk/canonical";
import { decide, loadBundle, type PolicySet } from "@/sdk/decide";
import type { BundleAgent, BundleContent, BundlePolicy } from "@/sdk/wire/bundle";
import type { Decision } from "@/sdk/wire/decision";
import { type Literals, literalsOf, samplesFor } from "./call-samples";
import { type Meaning, Shift, type ShiftedCall } from "./review-contract";

/** Calls that are decided under each set. Beyond that, agents and then tools are taken at even distances. */
export const MOST_CALLS = 20_000;
/** Where a policy is left to the interpreter, a decision takes a hundred times as long. */
export const MOST_INTERPRETED = 1_000;
const MOST_EXAMPLES = 5;

export type Compared = {
  before: readonly BundlePolicy[];
  after: readonly BundlePolicy[];
  /** Agents, tools and rules of the moment: the same for both. */
  inventory: Omit<BundleContent, "policies">;
  /** Calls of the cases. */
  kept: readonly { tool: string; arguments: JsonObject }[];
};

/** Throws `BundleRejected` when a set cannot be loaded. */
export function meaningOf({ before, after, inventory, kept }: Compared, now: number, most?: number): Meaning {
  const agents = inventory.agents
    .filter(({ status }) => status === "active" || status === "suspended")
    .map((agent) => ({ ...agent, status: "active" as const }));
  const content = { ...inventory, agents };
  const sets = [before, after].map((policies) => loadBundle({ ...content, policies: [...policies] }, 0));
  const [was, is] = sets as [PolicySet, PolicySet];
  const interpreted = was.interpreted.length + is.interpreted.length > 0;
  const literals = literalsOf(changedOf(before, after));
  const plan = planCalls(
    content,
    { before, after, literals, kept },
    most ?? (interpreted ? MOST_INTERPRETED : MOST_CALLS),
  );
  const tally = new Tally();
  let calls = 0;
  let unjudged = 0;
  for (const { agent, alike } of plan.groups) {
    for (const { tool, samples } of plan.tools) {
      for (const sample of samples) {
        calls++;
        const call = { agentId: agent.id, tool, arguments: sample };
        const [old, next] = [decide(was, call, { now }), decide(is, call, { now })];
        if (old.code === "arguments_invalid" || old.code === "arguments_unrepresentable") unjudged++;
        const shift = shiftOf(old, next);
        if (shift) tally.add(shift, alike, { agent, tool, sample, old, next });
      }
    }
  }
  const looked = plan.groups.reduce((sum, { alike }) => sum + alike.length, 0);
  return {
    calls,
    unjudged,
    agents: { looked, of: agents.length },
    tools: { looked: plan.tools.length, of: content.tools.length },
    sampled: looked < agents.length || plan.tools.length < content.tools.length,
    shifts: tally.shifts(),
  };
}

/** Policies that are in one set only, in this very form. */
export function changedOf(before: readonly BundlePolicy[], after: readonly BundlePolicy[]): BundlePolicy[] {
  const names = (set: readonly BundlePolicy[]) => new Set(set.map(({ id, version }) => `${id}@${version}`));
  const [old, now] = [names(before), names(after)];
  return [...before, ...after].filter(
    ({ id, version }) => !(old.has(`${id}@${version}`) && now.has(`${id}@${version}`)),
  );
}

export function shiftOf(old: Decision, next: Decision): Shift | null {
  if (old.effect === next.effect) {
    const others = old.effect === "hold" && old.rules.some((rule) => !next.rules.includes(rule));
    return others ? "heldOtherwise" : null;
  }
  if (next.effect === "allow") return "newlyAllowed";
  if (next.effect === "deny") return "newlyDenied";
  return old.effect === "deny" ? "heldNotDenied" : "heldNotAllowed";
}

type Sources = Pick<Compared, "before" | "after" | "kept"> & { literals: Literals };

/** Agents that no policy can tell apart are asked about once. */
function planCalls(content: Omit<BundleContent, "policies">, { before, after, literals, kept }: Sources, most: number) {
  const policies = [...before, ...after];
  const named = textsIn(policies);
  const byName = policies.some(({ cedar }) => attributesRead(cedar).has("name"));
  const groups = new Map<string, { agent: BundleAgent; alike: string[] }>();
  for (const agent of content.agents) {
    const { id, delegations: _, ...attributes } = agent;
    const key = JSON.stringify(byName || named.has(id) ? [id] : [{ ...attributes, name: "" }]);
    const group = groups.get(key);
    if (group) group.alike.push(id);
    else groups.set(key, { agent, alike: [id] });
  }
  const tools = content.tools.map((tool) => ({
    tool: tool.id,
    samples: samplesFor(
      tool,
      literals,
      kept.filter((one) => one.tool === tool.id).map((one) => one.arguments),
    ),
  }));
  const perAgent = tools.reduce((sum, { samples }) => sum + samples.length, 0);
  const someGroups = evenly([...groups.values()], Math.max(1, Math.floor(most / Math.max(1, perAgent))));
  const perTool = perAgent / Math.max(1, tools.length);
  return {
    groups: someGroups,
    tools: perAgent > most ? evenly(tools, Math.max(1, Math.floor(most / perTool))) : tools,
  };
}

/** Every text that stands in a policy, and so every agent that one names. */
function textsIn(policies: readonly BundlePolicy[]): Set<string> {
  const found = new Set<string>();
  const visit = (node: Json | undefined): void => {
    if (typeof node === "string") found.add(node);
    else if (typeof node === "object" && node !== null) for (const item of Object.values(node)) visit(item);
  };
  for (const { cedar } of policies) visit(cedar);
  return found;
}

/** At most so many of them, at even distances, so that the same are taken each time. */
function evenly<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, at) => items[Math.floor((at * items.length) / most)]).flatMap(
    (item) => item ?? [],
  );
}

type Seen = { agent: BundleAgent; tool: string; sample: JsonObject; old: Decision; next: Decision };

class Tally {
  private readonly found = new Map<
    Shift,
    { pairs: Set<string>; agents: Set<string>; tools: Set<string>; examples: ShiftedCall[] }
  >();

  add(shift: Shift, alike: readonly string[], { agent, tool, sample, old, next }: Seen): void {
    const known = this.found.get(shift) ?? { pairs: new Set(), agents: new Set(), tools: new Set(), examples: [] };
    this.found.set(shift, known);
    const fresh = !known.pairs.has(`${agent.id} ${tool}`);
    for (const id of alike) {
      known.pairs.add(`${id} ${tool}`);
      known.agents.add(id);
    }
    known.tools.add(tool);
    if (!fresh || known.examples.length >= MOST_EXAMPLES) return;
    known.examples.push({
      agentId: agent.id,
      agentName: agent.name,
      tool,
      arguments: JSON.stringify(sample),
      before: outcomeOf(old),
      after: outcomeOf(next),
    });
  }

  shifts(): Meaning["shifts"] {
    return Shift.options.flatMap((shift) => {
      const known = this.found.get(shift);
      if (!known) return [];
      const { pairs, agents, tools, examples } = known;
      return [{ shift, pairs: pairs.size, agents: agents.size, tools: tools.size, examples }];
    });
  }
}

const outcomeOf = ({ effect, policies, rules }: Decision): ShiftedCall["before"] => ({ effect, policies, rules });
