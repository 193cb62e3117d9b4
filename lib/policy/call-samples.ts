/**
 * Which calls are asked to find out what a change of policies means: for each tool the arguments that its schema asks for, those of
 * the cases, and those at the edges that the changed policies draw (a number and its neighbours, a text that fits a pattern). Pure.
 */
import type { Json, JsonObject } from "@/sdk/canonical";
import type { BundlePolicy, BundleTool } from "@/sdk/wire/bundle";

/** Different arguments for one tool. */
export const MOST_SAMPLES = 24;
const MOST_LITERALS = 8;
const DEEPEST = 4;

export type Literals = { numbers: number[]; texts: string[] };

/** Numbers and texts that the conditions of these policies name. */
export function literalsOf(policies: readonly Pick<BundlePolicy, "cedar">[]): Literals {
  const numbers = new Set<number>();
  const texts = new Set<string>();
  const visit = (node: Json | undefined): void => {
    if (Array.isArray(node)) for (const item of node) visit(item);
    else if (typeof node === "object" && node !== null) {
      for (const [name, value] of Object.entries(node)) {
        if (name === "Value" && typeof value === "number") numbers.add(value);
        else if (name === "Value" && typeof value === "string") texts.add(value);
        else if (name === "pattern" && Array.isArray(value)) texts.add(textOfPattern(value));
        else visit(value);
      }
    }
  };
  for (const { cedar } of policies) visit(cedar.conditions);
  const near = [...numbers].slice(0, MOST_LITERALS).flatMap((one) => [one, one + 1, one - 1]);
  return { numbers: [...new Set(near)].filter(Number.isSafeInteger), texts: [...texts].slice(0, MOST_LITERALS) };
}

/** A text that fits: every wildcard stands for one letter. */
const textOfPattern = (pattern: readonly Json[]): string =>
  pattern
    .map((part) => (typeof part === "object" && part !== null && !Array.isArray(part) ? (part.Literal ?? "") : "x"))
    .join("");

export function samplesFor(tool: BundleTool, literals: Literals, kept: readonly JsonObject[]): JsonObject[] {
  const schema = asObject(tool.inputSchema);
  const base = asObject(fill(schema, DEEPEST));
  const varied = Object.entries(asObject(schema.properties)).flatMap(([name, property]) =>
    valuesFor(asObject(property), literals).map((value) => ({ ...base, [name]: value })),
  );
  const all = [base, ...kept, ...varied];
  return [...new Map(all.map((sample) => [JSON.stringify(sample), sample])).values()].slice(0, MOST_SAMPLES);
}

function valuesFor({ type, enum: listed }: JsonObject, { numbers, texts }: Literals): Json[] {
  if (Array.isArray(listed)) return listed.slice(0, MOST_LITERALS);
  if (type === "integer" || type === "number") return numbers;
  if (type === "string") return texts;
  return type === "boolean" ? [true, false] : [];
}

const asObject = (value: unknown): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

/** The least that a schema asks for, with plain values. */
function fill(schema: JsonObject, levels: number): Json {
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0] ?? "";
  switch (schema.type) {
    case "integer":
    case "number":
      return typeof schema.minimum === "number" ? Math.max(1, schema.minimum) : 1;
    case "boolean":
      return false;
    case "array":
      return [];
    case "string":
      return "x".repeat(typeof schema.minLength === "number" ? Math.min(schema.minLength, 1_000) : 1);
    default: {
      const required = Array.isArray(schema.required) && levels > 0 ? schema.required.map(String) : [];
      const properties = asObject(schema.properties);
      return Object.fromEntries(required.map((name) => [name, fill(asObject(properties[name]), levels - 1)]));
    }
  }
}
