/** What a policy's own annotations say of it. */
import type { PolicyJson } from "@cedar-policy/cedar-wasm/nodejs";
import type { JsonObject } from "../canonical.ts";

export type Parsed = {
  effect: "permit" | "forbid";
  checkpoint: string | null;
  mode: "enforce" | "observe";
  cedar: JsonObject;
};

const known = new Set(["id", "title", "owner", "risk", "control", "checkpoint", "mode"]);

/** Annotations decide what a forbid means, so a misspelt one is an error and never ignored. */
export function annotationProblems(json: PolicyJson): string[] {
  const annotations = json.annotations ?? {};
  const problems = Object.keys(annotations)
    .filter((name) => !known.has(name))
    .map(
      (name) =>
        `@${name} is not an annotation that Gatehouse knows. It knows ${[...known].map((one) => `@${one}`).join(", ")}.`,
    );
  if (annotations.checkpoint !== undefined) {
    if (json.effect === "permit") problems.push('@checkpoint belongs on a forbid: it means "not without people".');
    if (!annotations.checkpoint) problems.push('@checkpoint names a rule: @checkpoint("rule").');
  }
  const mode = annotations.mode;
  if (mode !== undefined && mode !== "observe" && mode !== "enforce") problems.push('@mode is "observe" or "enforce".');
  return problems;
}

export function parsedOf(json: PolicyJson): Parsed {
  const annotations = json.annotations ?? {};
  return {
    effect: json.effect,
    checkpoint: annotations.checkpoint ?? null,
    mode: annotations.mode === "observe" ? "observe" : "enforce",
    cedar: JSON.parse(JSON.stringify(json)) as JsonObject,
  };
}
