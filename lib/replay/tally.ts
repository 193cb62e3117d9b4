/** What a replay found, as it goes: which answers change, for whom, and which rules would hold how many calls. Pure. */
import { shiftOf } from "@/lib/policy/meaning";
import { Shift } from "@/lib/policy/review-contract";
import type { Decision } from "@/sdk/wire/decision";
import type { ReplayResult, ReplaySample, ReplayShift, Share } from "./contract";
import type { RecordedCall } from "./recorded-calls";

const MOST_NAMED = 20;
const MOST_SAMPLES = 20;
const DAY_MS = 86_400_000;

export type Owner = { id: string; name: string };
/** By agent; an agent that nobody answers for is not in it. */
export type Owners = ReadonlyMap<string, Owner>;

class Counts {
  readonly #of = new Map<string | null, { name: string; calls: number }>();

  add(id: string | null, name: string): void {
    const known = this.#of.get(id);
    if (known) known.calls++;
    else this.#of.set(id, { name, calls: 1 });
  }

  /** The most first; equal ones by name, so that the same replay always reads the same. */
  top(): { shares: Share[]; others: number } {
    const all = [...this.#of].map(([id, { name, calls }]) => ({ id, name, calls }));
    all.sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1));
    const rest = all.slice(MOST_NAMED).reduce((sum, { calls }) => sum + calls, 0);
    return { shares: all.slice(0, MOST_NAMED), others: rest };
  }
}

type Found = { calls: number; agents: Counts; tools: Counts; owners: Counts; samples: ReplaySample[] };

/** Calls of one agent that the same rules hold: the people who are asked are the same for all of them. */
export type Held = { agentId: string; rules: string[]; before: number; after: number };

export class ReplayTally {
  readonly #found = new Map<Shift, Found>();
  readonly #held = new Map<string, Held>();
  readonly #owners: Owners;
  #looked = 0;
  #unreadable = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  constructor(owners: Owners) {
    this.#owners = owners;
  }

  unreadable(): void {
    this.#unreadable++;
  }

  /** A call on which both sets say the same. */
  same({ at }: Pick<RecordedCall, "at">): void {
    this.#looked++;
    this.#first = Math.min(this.#first, at);
    this.#last = Math.max(this.#last, at);
  }

  add(call: RecordedCall, before: Decision, after: Decision): void {
    this.same(call);
    this.#hold(call.agentId, before, "before");
    this.#hold(call.agentId, after, "after");
    const shift = shiftOf(before, after);
    if (shift) this.#shift(shift, call, before, after);
  }

  held(): Held[] {
    return [...this.#held.values()].filter(({ before, after }) => before !== after);
  }

  get days(): number {
    return Math.max(1, (this.#last - this.#first) / DAY_MS || 0);
  }

  result(cut: boolean, asked: ReplayResult["asked"]): ReplayResult {
    const shifts = Shift.options.flatMap((shift) => {
      const found = this.#found.get(shift);
      return found ? [shown(shift, found)] : [];
    });
    return { looked: this.#looked, unreadable: this.#unreadable, cut, days: this.days, shifts, asked };
  }

  #hold(agentId: string, { effect, rules }: Decision, side: "before" | "after"): void {
    if (effect !== "hold") return;
    const sorted = [...rules].sort();
    const key = JSON.stringify([agentId, ...sorted]);
    const known = this.#held.get(key) ?? { agentId, rules: sorted, before: 0, after: 0 };
    known[side]++;
    this.#held.set(key, known);
  }

  #shift(shift: Shift, call: RecordedCall, before: Decision, after: Decision): void {
    const found = this.#found.get(shift) ?? newFound();
    this.#found.set(shift, found);
    found.calls++;
    found.agents.add(call.agentId, call.agentName);
    found.tools.add(call.tool, call.tool);
    const owner = this.#owners.get(call.agentId);
    found.owners.add(owner?.id ?? null, owner?.name ?? "Nobody");
    if (found.samples.length >= MOST_SAMPLES) return;
    found.samples.push({
      callId: call.id,
      at: new Date(call.at).toISOString(),
      agentId: call.agentId,
      agentName: call.agentName,
      tool: call.tool,
      before: before.effect,
      after: after.effect,
      by: [...after.policies, ...after.rules],
    });
  }
}

const newFound = (): Found => ({
  calls: 0,
  agents: new Counts(),
  tools: new Counts(),
  owners: new Counts(),
  samples: [],
});

function shown(shift: Shift, { calls, samples, ...counts }: Found): ReplayShift {
  const [agents, tools, owners] = [counts.agents.top(), counts.tools.top(), counts.owners.top()];
  return {
    shift,
    calls,
    agents: agents.shares,
    tools: tools.shares,
    owners: owners.shares,
    others: { agents: agents.others, tools: tools.others, owners: owners.others },
    samples,
  };
}
