/** Random policies over the organisation of `arbitrary-organisation.ts`. */
import fc from "fast-check";
import type { JsonObject } from "../canonical.ts";
import type { BundleAgent, BundleContent, BundleDelegation, BundlePolicy } from "../wire/bundle.ts";
import type { OperationClass } from "../wire/words.ts";
import { arbitraryExpression } from "./arbitrary-expressions.ts";
import { AGENTS, TOOLS } from "./arbitrary-organisation.ts";

const RULES = ["owner", "finance"] as const;
const OFFLINE = { low: 0, medium: 0, high: 0, critical: 0 };

const principals = fc.constantFrom<[string, string][]>(
  ["Agent", "a1"],
  ["Agent", "a2"],
  ["Team", "red"],
  ["Team", "blue"],
  ["Action", "read"],
);
const actions = fc.constantFrom("x/read", "x/write", "y/pay", "read", "data.write", "money.move");
const servers = fc.constantFrom<[string, string][]>(
  ["Server", "x"],
  ["Server", "y"],
  ["Team", "red"],
  ["Action", "read"],
);

function side(type: string, entities: fc.Arbitrary<[string, string]>): fc.Arbitrary<JsonObject> {
  const entity = entities.map(([type, id]) => ({ type, id }));
  return fc.oneof(
    { weight: 20, arbitrary: fc.constant({ op: "All" }) },
    { weight: 3, arbitrary: fc.tuple(fc.constantFrom("==", "in"), entity).map(([op, entity]) => ({ op, entity })) },
    { weight: 1, arbitrary: fc.constantFrom(type, "Team").map((name) => ({ op: "is", entity_type: name })) },
    { weight: 1, arbitrary: entity.map((entity) => ({ op: "is", entity_type: type, in: { entity } })) },
  );
}

const action: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ op: "All" }) },
  fc.tuple(fc.constantFrom("==", "in"), actions).map(([op, id]) => ({ op, entity: { type: "Action", id } })),
  fc.array(actions, { maxLength: 4 }).map((ids) => ({ op: "in", entities: ids.map((id) => ({ type: "Action", id })) })),
);

const condition = fc.tuple(fc.constantFrom("when", "when", "unless"), arbitraryExpression("bool", 3));

const arbitraryPolicy: fc.Arbitrary<Omit<BundlePolicy, "id" | "title">> = fc
  .record({
    effect: fc.constantFrom("permit" as const, "forbid" as const),
    rule: fc.option(fc.constantFrom(...RULES)),
    mode: fc.oneof({ weight: 6, arbitrary: fc.constant("enforce" as const) }, fc.constant("observe" as const)),
    principal: side("Agent", principals),
    action,
    resource: side("Server", servers),
    conditions: fc.array(condition, { minLength: 1, maxLength: 2 }),
  })
  .map(({ effect, rule, mode, conditions, ...scope }) => {
    const checkpoint = effect === "forbid" ? rule : null;
    const annotations: JsonObject = checkpoint === null ? {} : { checkpoint };
    const clauses = conditions.map(([kind, body]) => ({ kind, body }));
    return { version: 1, effect, checkpoint, mode, cedar: { effect, ...scope, conditions: clauses, annotations } };
  });

/** Starts with a permit for everything, so that forbids have something to forbid. */
const PERMIT: Omit<BundlePolicy, "id" | "title"> = {
  version: 1,
  effect: "permit",
  checkpoint: null,
  mode: "enforce",
  cedar: { effect: "permit", principal: { op: "All" }, action: { op: "All" }, resource: { op: "All" }, conditions: [] },
};

const CLASSES: OperationClass[] = ["read", "data.write", "money.move"];
const DATA: string[] = ["a", "secret"];
/** Before and after {@link DECIDED_AT}. */
const ENDS = ["2025-01-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z"] as const;
export const DECIDED_AT = Date.parse("2026-01-01T00:00:00.000Z");

/** Most edges are good for most calls, so that what follows from them is reached. */
const arbitraryEdge: fc.Arbitrary<Omit<BundleDelegation, "to">> = fc.record({
  operationClasses: fc.oneof({ weight: 2, arbitrary: fc.constant(CLASSES) }, fc.subarray(CLASSES)),
  dataClasses: fc.oneof({ weight: 2, arbitrary: fc.constant(DATA) }, fc.subarray(DATA)),
  until: fc.constantFrom(ENDS[0], ENDS[1], ENDS[1]),
});
const IDS = AGENTS.map(({ id }) => id);

/** The organisation's agents with random delegations between them. */
const agents: fc.Arbitrary<BundleAgent[]> = fc
  .array(fc.array(fc.option(arbitraryEdge, { freq: 3 }), { minLength: 3, maxLength: 3 }), {
    minLength: 3,
    maxLength: 3,
  })
  .map((rows) =>
    AGENTS.map((agent, from) => {
      const delegations = (rows[from] ?? []).flatMap((edge, to) => (edge ? [{ ...edge, to: IDS[to] ?? "" }] : []));
      return delegations.length > 0 ? { ...agent, delegations } : agent;
    }),
  );

export const arbitraryContent: fc.Arbitrary<BundleContent> = fc
  .tuple(fc.boolean(), fc.array(arbitraryPolicy, { minLength: 1, maxLength: 12, size: "+1" }), agents)
  .map(([permitted, policies, agents]) => ({
    format: 1,
    policies: (permitted ? [PERMIT, ...policies] : policies).map((policy, place) => {
      return { ...policy, id: `policy-${place}`, title: `Policy ${place}` };
    }),
    agents,
    tools: [...TOOLS],
    rules: RULES.map((id) => ({ id, title: id, expiresInSeconds: 60 })),
    offline: OFFLINE,
  }));
