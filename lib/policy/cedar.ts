/** cedar-wasm as parser, validator and formatter. Never in the path of a decision. */
import v8 from "node:v8";
import type { DetailedError } from "@cedar-policy/cedar-wasm/nodejs";
import { type TextProblem, textProblem } from "@/sdk/cedar/text-bounds";
import { annotationProblems, type Parsed, parsedOf } from "@/sdk/policy/read-policy";
import type { PolicyProblem } from "./contract";

export type { Parsed };

// V8's inliner crashes the process on calls into this module with Node 20; the flag must be set before it loads.
v8.setFlagsFromString("--no-turbo-inline-js-wasm-calls");
const wasm = () => import("@cedar-policy/cedar-wasm/nodejs");

export type Analysis = { parsed: Parsed | null; problems: PolicyProblem[]; formatted: string | null };

/** Parses one policy and checks it against the schema for it (in Cedar's JSON schema format). */
export async function analysePolicy(text: string, schemaFor: (cedar: object) => Promise<object>): Promise<Analysis> {
  const unfit = textProblem(text);
  if (unfit) return { parsed: null, problems: [unfitProblem(unfit)], formatted: null };
  const cedar = await wasm();
  const json = cedar.policyToJson(text);
  if (json.type === "failure")
    return { parsed: null, problems: json.errors.map((error) => problem(text, error, "error")), formatted: null };
  const problems = [...annotationProblems(json.json).map(say), ...validate(cedar, text, await schemaFor(json.json))];
  const format = cedar.formatPolicies({ policyText: text, lineWidth: 100, indentWidth: 2 });
  return {
    parsed: problems.some(({ severity }) => severity === "error") ? null : parsedOf(json.json),
    problems,
    formatted: format.type === "success" ? format.formatted_policy : null,
  };
}

/**
 * Those of many texts that are valid, over one schema for them all: reading a schema is most of the work. Null for one that is not,
 * whatever is wrong with it.
 */
export async function validOfMany(
  texts: readonly string[],
  schemaFor: (all: readonly object[]) => object,
): Promise<(Parsed | null)[]> {
  const cedar = await wasm();
  const jsons = texts.map((text) => {
    const json = textProblem(text) ? null : cedar.policyToJson(text);
    return json?.type === "success" && annotationProblems(json.json).length === 0 ? json.json : null;
  });
  const fit = jsons.flatMap((json) => json ?? []);
  const answer = cedar.validate({
    schema: schemaFor(fit) as Parameters<typeof cedar.validate>[0]["schema"],
    policies: {
      staticPolicies: Object.fromEntries(texts.flatMap((text, at) => (jsons[at] ? [[`p${at}`, text]] : []))),
    },
    validationSettings: { mode: "strict" },
  });
  if (answer.type === "failure") return texts.map(() => null);
  const wrong = new Set(answer.validationErrors.map(({ policyId }) => policyId));
  return jsons.map((json, at) => (json && !wrong.has(`p${at}`) ? parsedOf(json) : null));
}

const say = (message: string): PolicyProblem => ({ severity: "error", message, help: null, from: null, to: null });

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
