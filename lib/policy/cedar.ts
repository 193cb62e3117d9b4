/** cedar-wasm as parser, validator and formatter. Never in the path of a decision. */
import v8 from "node:v8";
import type { DetailedError, PolicyJson } from "@cedar-policy/cedar-wasm/nodejs";
import type { JsonObject } from "@/sdk/canonical";
import { type TextProblem, textProblem } from "@/sdk/cedar/text-bounds";
import type { PolicyProblem } from "./contract";

// V8's inliner crashes the process on calls into this module with Node 20; the flag must be set before it loads.
v8.setFlagsFromString("--no-turbo-inline-js-wasm-calls");
const wasm = () => import("@cedar-policy/cedar-wasm/nodejs");

export type Parsed = {
  effect: "permit" | "forbid";
  checkpoint: string | null;
  mode: "enforce" | "observe";
  cedar: JsonObject;
};
export type Analysis = { parsed: Parsed | null; problems: PolicyProblem[]; formatted: string | null };

/** Parses one policy and checks it against `schema` (Cedar's JSON schema format). */
export async function analysePolicy(text: string, schema: object): Promise<Analysis> {
  const unfit = textProblem(text);
  if (unfit) return { parsed: null, problems: [unfitProblem(unfit)], formatted: null };
  const cedar = await wasm();
  const json = cedar.policyToJson(text);
  if (json.type === "failure")
    return { parsed: null, problems: json.errors.map((error) => problem(text, error, "error")), formatted: null };
  const problems = [...annotationProblems(json.json), ...validate(cedar, text, schema)];
  const format = cedar.formatPolicies({ policyText: text, lineWidth: 100, indentWidth: 2 });
  return {
    parsed: problems.some(({ severity }) => severity === "error") ? null : parsedOf(json.json),
    problems,
    formatted: format.type === "success" ? format.formatted_policy : null,
  };
}

export const unfitProblem = ({ message, at }: TextProblem): PolicyProblem => ({
  severity: "error",
  message: `This text is too deep to be judged: ${message}.`,
  help: "Split it into several policies.",
  from: at,
  to: at + 1,
});

function validate(cedar: Awaited<ReturnType<typeof wasm>>, text: string, schema: object): PolicyProblem[] {
  const answer = cedar.validate({
    schema: schema as Parameters<typeof cedar.validate>[0]["schema"],
    policies: { staticPolicies: { policy: text } },
    validationSettings: { mode: "strict" },
  });
  if (answer.type === "failure") return answer.errors.map((error) => problem(text, error, "error"));
  return [
    ...answer.validationErrors.map(({ error }) => problem(text, error, "error")),
    ...answer.validationWarnings.map(({ error }) => problem(text, error, "warning")),
    ...answer.otherWarnings.map((error) => problem(text, error, "warning")),
  ];
}

const known = new Set(["id", "title", "owner", "risk", "control", "checkpoint", "mode"]);

/** Annotations decide what a forbid means, so a misspelt one is an error and never ignored. */
function annotationProblems(json: PolicyJson): PolicyProblem[] {
  const annotations = json.annotations ?? {};
  const say = (message: string): PolicyProblem => ({ severity: "error", message, help: null, from: null, to: null });
  const problems = Object.keys(annotations)
    .filter((name) => !known.has(name))
    .map((name) =>
      say(
        `@${name} is not an annotation that Gatehouse knows. It knows ${[...known].map((one) => `@${one}`).join(", ")}.`,
      ),
    );
  if (annotations.checkpoint !== undefined) {
    if (json.effect === "permit") problems.push(say('@checkpoint belongs on a forbid: it means "not without people".'));
    if (!annotations.checkpoint) problems.push(say('@checkpoint names a rule: @checkpoint("rule").'));
  }
  const mode = annotations.mode;
  if (mode !== undefined && mode !== "observe" && mode !== "enforce")
    problems.push(say('@mode is "observe" or "enforce".'));
  return problems;
}

function parsedOf(json: PolicyJson): Parsed {
  const annotations = json.annotations ?? {};
  return {
    effect: json.effect,
    checkpoint: annotations.checkpoint ?? null,
    mode: annotations.mode === "observe" ? "observe" : "enforce",
    cedar: JSON.parse(JSON.stringify(json)) as JsonObject,
  };
}

export function problem(text: string, error: DetailedError, severity: PolicyProblem["severity"]): PolicyProblem {
  const place = error.sourceLocations?.[0];
  return {
    severity,
    message: plain(error.message),
    help: error.help ?? null,
    from: place ? utf16Offset(text, place.start) : null,
    to: place ? utf16Offset(text, place.end) : null,
  };
}

/** Drops the parser's own name for the policy, which the reader never chose. */
const plain = (message: string): string =>
  message.replace(/^for policy `policy\d*`, /, "").replace(/`policy\d*`/g, "this policy");

/** Cedar counts bytes of UTF-8, editors count UTF-16 units. */
export function utf16Offset(text: string, byteOffset: number): number {
  return Buffer.from(text, "utf8").subarray(0, byteOffset).toString("utf8").length;
}
