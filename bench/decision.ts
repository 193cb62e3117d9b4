/**
 * What a decision costs at an enforcement point, beside what the same policies cost in cedar-wasm, in Microsoft's agent
 * governance SDK and in CASL.
 *
 * One JSON line for each figure; `ratio` is ours divided by theirs. All decide the same requests in the same run, round by
 * round in turn, and must agree.
 */
import { pathToFileURL } from "node:url";
import type { EntityJson, StaticPolicySet } from "@cedar-policy/cedar-wasm/nodejs";
import { cedarEntities, cedarRequest } from "../sdk/cedar/entities.ts";
import { loadWasm } from "../sdk/cedar/load-wasm.ts";
import { decide, loadBundle } from "../sdk/decide.ts";
import type { DecisionRequest } from "../sdk/wire/decision.ts";
import { type Organisation, organisation } from "./support/organisation.ts";

const REQUESTS = 10_000;
const ROUNDS = 5;
const US = "gatehouse";

/** How one engine is asked: what is done beforehand is not timed. */
type Engine<Prepared> = { prepare(request: DecisionRequest): Prepared; allows(prepared: Prepared): boolean };
type Measured = { name: string; rounds: Figures[] };
type Figures = { readonly p50: number; readonly p99: number; readonly perSecond: number };
type Peer = Engine<unknown>;
type MakePeer = (organisation: Organisation) => Peer;

export async function run(): Promise<void> {
  const casl: { caslPeer: MakePeer } = await import(new URL("./peers/casl.mjs", import.meta.url).href);
  const toolkit: { toolkitPeer: MakePeer } = await import(new URL("./peers/toolkit.mjs", import.meta.url).href);
  const makers: Record<string, MakePeer> = {
    "cedar-wasm": cedarPeer,
    "agent-governance-sdk": toolkit.toolkitPeer,
    casl: casl.caslPeer,
  };
  for (const policies of [10, 200, 1_000, 5_000]) {
    const described = organisation(policies, REQUESTS);
    const engines = new Map<string, Peer>([[US, ours(described)]]);
    for (const [name, make] of Object.entries(makers)) engines.set(name, make(described));
    print(policies, measure(engines, described.requests, policies));
  }
  printLoading(organisation(5_000, 0));
}

/** Engines that scan the whole set get fewer of the requests, so that a run ends; the figures are of single calls. */
function shareFor(name: string, policies: number): number {
  if (name === US || name === "casl") return REQUESTS;
  return Math.max(20, Math.floor(60_000 / policies));
}

function measure(engines: Map<string, Peer>, requests: readonly DecisionRequest[], policies: number): Measured[] {
  const prepared = [...engines].map(([name, engine]) => {
    const share = requests.slice(0, Math.min(requests.length, shareFor(name, policies)));
    return { name, engine, items: share.map((request) => engine.prepare(request)), rounds: [] as Figures[] };
  });
  mustAgree(prepared.map(({ name, engine, items }) => ({ name, answers: items.map((item) => engine.allows(item)) })));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { engine, items, rounds } of prepared) {
      const figures = time(items, (item) => engine.allows(item));
      // The first round warms the compiler up.
      if (round > 0) rounds.push(figures);
    }
  }
  return prepared;
}

function mustAgree(all: { name: string; answers: boolean[] }[]): void {
  const [first, ...others] = all;
  for (const { name, answers } of others) {
    const place = answers.findIndex((answer, at) => answer !== first?.answers[at]);
    if (place >= 0) throw new Error(`${name} decides request ${place} differently from ${first?.name}`);
  }
}

/** As a point gets it: parsed from the text of the bundle. */
function ours({ content }: Organisation): Peer {
  const set = loadBundle(JSON.parse(JSON.stringify(content)), 1);
  const engine: Engine<DecisionRequest> = {
    prepare: (request) => request,
    allows: (request) => decide(set, request).effect === "allow",
  };
  return engine as Peer;
}

/** Each call gets only the few entities that matter. */
function cedarPeer({ content }: Organisation): Peer {
  const wasm = loadWasm();
  const name = `bench-${content.policies.length}`;
  const policies: unknown = Object.fromEntries(content.policies.map(({ id, cedar }) => [id, cedar]));
  const parsed = wasm.preparsePolicySet(name, { staticPolicies: policies as StaticPolicySet });
  if (parsed.type === "failure") throw new Error(parsed.errors[0]?.message);
  const entities = new Map(cedarEntities(content).map((entity) => [JSON.stringify(entity.uid), entity]));
  type Call = { call: ReturnType<typeof cedarRequest>; slice: EntityJson[] };
  const engine: Engine<Call> = {
    prepare: (request) => {
      const call = cedarRequest(content, request);
      const named = [call.principal, call.action, call.resource];
      return { call, slice: named.flatMap((uid) => entities.get(JSON.stringify(uid)) ?? []) };
    },
    allows: ({ call, slice }) => {
      const question = { ...call, entities: slice, preparsedPolicySetId: name, validateRequest: false };
      const answer = wasm.statefulIsAuthorized(question);
      return answer.type === "success" && answer.response.decision === "allow";
    },
  };
  return engine as Peer;
}

function print(policies: number, measured: Measured[]): void {
  const of = (name: string) => measured.find((one) => one.name === name)?.rounds ?? [];
  const middle = (rounds: Figures[], pick: (figures: Figures) => number) => median(rounds.map(pick));
  for (const { name: against } of measured.filter(({ name }) => name !== US)) {
    for (const [figure, unit, pick] of figures) {
      const [value, theirs] = [middle(of(US), pick), middle(of(against), pick)];
      line(`${figure}_${policies}`, value, unit, against, theirs);
    }
  }
}

const figures = [
  ["decision_p50_us", "us", (figures: Figures) => figures.p50],
  ["decision_p99_us", "us", (figures: Figures) => figures.p99],
  ["decisions_per_s", "1/s", (figures: Figures) => figures.perSecond],
] as const;

/** From the text of a bundle's content to the first decision, beside what cedar-wasm takes to read the same policies. */
function printLoading({ content }: Organisation): void {
  const text = JSON.stringify(content);
  const staticPolicies = JSON.parse(JSON.stringify(Object.fromEntries(content.policies.map((p) => [p.id, p.cedar]))));
  const mine: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    mine.push(milliseconds(() => loadBundle(JSON.parse(text), round + 1)));
    theirs.push(milliseconds(() => loadWasm().preparsePolicySet("bench-loading", { staticPolicies })));
  }
  line("bundle_load_ms_5000", median(mine), "ms", "cedar-wasm", median(theirs));
}

function milliseconds(act: () => unknown): number {
  const start = performance.now();
  act();
  return performance.now() - start;
}

function line(name: string, value: number, unit: string, against: string, theirs: number): void {
  const rounded = (figure: number, digits: number) => Number(figure.toPrecision(digits));
  const row = { name, value: rounded(value, 4), unit, against, theirs: rounded(theirs, 4) };
  console.log(JSON.stringify({ ...row, ratio: rounded(value / theirs, 3) }));
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

const median = (values: number[]): number =>
  at(
    [...values].sort((left, right) => left - right),
    0.5,
  );

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await run();
