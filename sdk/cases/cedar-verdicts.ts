/** What cedar-wasm says of each of a list of policies: the reference for what ours says. */
import type { EntityJson, Policy } from "@cedar-policy/cedar-wasm/nodejs";
import type { CedarRequest } from "../cedar/entities.ts";
import { loadWasm } from "../cedar/load-wasm.ts";
import type { BundlePolicy } from "../wire/bundle.ts";

export type Verdict = "satisfied" | "not satisfied" | "failed";

const EFFECTS = ["permit", "forbid"] as const;

/** Policies are asked about by effect, since Cedar names all that are satisfied only when none of the other effect is. */
export function cedarJudge(policies: readonly Pick<BundlePolicy, "id" | "effect" | "cedar">[], entities: EntityJson[]) {
  const wasm = loadWasm();
  for (const effect of EFFECTS) {
    const json: unknown = Object.fromEntries(
      policies.filter((policy) => policy.effect === effect).map(({ id, cedar }) => [id, cedar]),
    );
    // cedar-wasm keeps every set under its name for good, so the names are used again.
    const answer = wasm.preparsePolicySet(effect, { staticPolicies: json as { [id: string]: Policy } });
    if (answer.type === "failure") throw new Error(answer.errors[0]?.message);
  }
  return (call: CedarRequest): Map<string, Verdict> => {
    const verdicts = new Map<string, Verdict>(policies.map(({ id }) => [id, "not satisfied"]));
    for (const preparsedPolicySetId of EFFECTS) {
      const answer = wasm.statefulIsAuthorized({ ...call, entities, preparsedPolicySetId, validateRequest: false });
      if (answer.type === "failure") throw new Error(answer.errors[0]?.message);
      for (const id of answer.response.diagnostics.reason) verdicts.set(id, "satisfied");
      for (const { policyId } of answer.response.diagnostics.errors) verdicts.set(policyId, "failed");
    }
    return verdicts;
  };
}
