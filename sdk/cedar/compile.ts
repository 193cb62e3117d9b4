/** Compiles one policy of a bundle: its scope to what the index files it under, its conditions to a closure. */
import type { JsonObject } from "../canonical.ts";
import { compileExpression } from "./expressions.ts";
import { MalformedPolicy, UnsupportedFeature } from "./failure.ts";
import { readArray, readMembers } from "./policy-json.ts";
import { readScope, type Scope } from "./scope.ts";
import { EntityStore } from "./store.ts";
import type { Run } from "./term.ts";
import { asBoolean } from "./values.ts";

export type Compilation = {
  readonly effect: "permit" | "forbid";
  /** What `@checkpoint` names, or null. */
  readonly checkpoint: string | null;
  /** Null when no call can match. */
  readonly scope: Scope | null;
} /** The condition's value, for a call that the scope matches, should be a Bool. */ & (
  | { readonly kind: "compiled"; readonly condition: Run }
  /** The conditions use a part of Cedar that is not compiled. */
  | { readonly kind: "unsupported"; readonly feature: string }
);

/** Throws {@link MalformedPolicy} for what is not a Cedar policy. */
export function compilePolicy(cedar: JsonObject, store: EntityStore): Compilation {
  const policy = readMembers(cedar, ["effect", "principal", "action", "resource", "conditions"], ["annotations"]);
  const parts = {
    effect: readEffect(policy.effect),
    checkpoint: readCheckpoint(policy.annotations),
    scope: readScope(policy, store),
  };
  try {
    return { ...parts, kind: "compiled", condition: compileConditions(policy.conditions, store) };
  } catch (error) {
    if (error instanceof UnsupportedFeature) return { ...parts, kind: "unsupported", feature: error.feature };
    throw error;
  }
}

/** What enforcement points will make of a policy, for telling its author before it is published; null when all is well. */
export function inspectPolicy(cedar: JsonObject): { refused: string } | { interpreted: string } | null {
  try {
    const compilation = compilePolicy(cedar, new EntityStore({ agents: [], tools: [] }));
    return compilation.kind === "unsupported" ? { interpreted: compilation.feature } : null;
  } catch (error) {
    if (error instanceof MalformedPolicy) return { refused: error.message };
    throw error;
  }
}

function readEffect(effect: unknown): "permit" | "forbid" {
  if (effect === "permit" || effect === "forbid") return effect;
  throw new MalformedPolicy("the effect is neither permit nor forbid");
}

function readCheckpoint(annotations: unknown): string | null {
  if (annotations === undefined) return null;
  const { checkpoint = null } = readMembers(annotations, [], Object.keys(Object(annotations)));
  if (checkpoint !== null && typeof checkpoint !== "string") throw new MalformedPolicy("@checkpoint names no rule");
  return checkpoint;
}

function compileConditions(json: unknown, store: EntityStore): Run {
  const clauses = readArray(json).map((clause): Run => {
    const { kind, body } = readMembers(clause, ["kind", "body"]);
    const { run } = compileExpression(body, store);
    if (kind === "when") return run;
    if (kind === "unless") return (call) => !asBoolean(run(call));
    throw new MalformedPolicy("a condition is `when` or `unless`");
  });
  const last = clauses.pop();
  if (!last) return () => true;
  return clauses.reduceRight<Run>((rest, clause) => (call) => asBoolean(clause(call)) && rest(call), last);
}
