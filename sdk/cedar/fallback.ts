/**
 * Leaves one policy to cedar-wasm: slower by two orders of magnitude, but the same answer.
 *
 * cedar-wasm skips a policy that fails and says so beside its answer; here a failure is a failure. It also takes the whole
 * context, so one unreadable argument fails the policy even if the policy does not touch it.
 */
import { createHash } from "node:crypto";
import type { AuthorizationAnswer, Policy } from "@cedar-policy/cedar-wasm/nodejs";
import type { JsonObject } from "../canonical.ts";
import { entityJson, entityName, recordJson } from "./cedar-json.ts";
import { EvaluationFailure, MalformedPolicy } from "./failure.ts";
import { isObject } from "./json-schema.ts";
import { type CedarWasm, loadWasm } from "./load-wasm.ts";
import type { EntityStore } from "./store.ts";
import type { Run } from "./term.ts";
import type { Entity } from "./values.ts";

const POLICY = "policy";

/** Throws {@link MalformedPolicy} for what is not a Cedar policy. Without cedar-wasm, the condition fails at every call. */
export function interpretPolicy(cedar: JsonObject, store: EntityStore): Run {
  let wasm: CedarWasm;
  try {
    wasm = loadWasm();
  } catch {
    return () => {
      throw new EvaluationFailure("it needs cedar-wasm, which is not installed here");
    };
  }
  const name = prepare(wasm, cedar);
  const named = namedEntities(cedar.conditions, store);
  return (call) => {
    const entities = new Set([call.principal, call.action, call.resource, ...named]);
    const answer = wasm.statefulIsAuthorized({
      principal: entityName(call.principal),
      action: entityName(call.action),
      resource: entityName(call.resource),
      context: recordJson(call.context),
      entities: Array.from(entities, entityJson),
      preparsedPolicySetId: name,
      validateRequest: false,
    });
    return satisfied(answer);
  };
}

function satisfied(answer: AuthorizationAnswer): boolean {
  if (answer.type === "failure")
    throw new EvaluationFailure(answer.errors[0]?.message ?? "cedar-wasm refused the call");
  const [failure] = answer.response.diagnostics.errors;
  if (failure) throw new EvaluationFailure(failure.error.message);
  return answer.response.diagnostics.reason.includes(POLICY);
}

/** cedar-wasm keeps what it has parsed for good, so the same policy is given to it under the same name. */
function prepare(wasm: CedarWasm, cedar: JsonObject): string {
  const name = `gatehouse:${createHash("sha256").update(JSON.stringify(cedar)).digest("hex")}`;
  const policy: unknown = cedar;
  const answer = wasm.preparsePolicySet(name, { staticPolicies: { [POLICY]: policy as Policy } });
  if (answer.type === "failure") throw new MalformedPolicy(answer.errors[0]?.message ?? "cedar-wasm refused it");
  return name;
}

/** Entities of the bundle that the conditions name: besides those of the call, no other can be reached. */
function namedEntities(json: unknown, store: EntityStore): Entity[] {
  if (Array.isArray(json)) return json.flatMap((element) => namedEntities(element, store));
  if (!isObject(json)) return [];
  const { type, id } = json;
  const entity = typeof type === "string" && typeof id === "string" ? store.entity(type, id) : null;
  const here = entity?.attributes ? [entity] : [];
  return [...here, ...Object.values(json).flatMap((member) => namedEntities(member, store))];
}
