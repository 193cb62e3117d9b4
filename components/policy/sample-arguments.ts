/** Arguments to begin with: one member for each that the tool's schema requires, with a value of its type. */
import type { z } from "zod";
import type { JsonObject } from "@/sdk/wire/words";

type Schema = { properties?: Record<string, { type?: unknown; enum?: unknown }>; required?: unknown } | null;
type Arguments = z.infer<typeof JsonObject>;

export function sampleArguments(schema: Schema): string {
  const required = Array.isArray(schema?.required) ? schema.required.map(String) : [];
  const members = Object.entries(schema?.properties ?? {})
    .filter(([name]) => required.includes(name))
    .map(([name, property]): [string, unknown] => [name, sampleOf(property)]);
  return JSON.stringify(Object.fromEntries(members), null, 2);
}

function sampleOf(property: { type?: unknown; enum?: unknown } | undefined): unknown {
  if (Array.isArray(property?.enum)) return property.enum[0] ?? "";
  switch (property?.type) {
    case "integer":
    case "number":
      return 1;
    case "boolean":
      return false;
    case "array":
      return [];
    case "object":
      return {};
    default:
      return "";
  }
}

export function readArguments(text: string): { ok: true; value: Arguments } | { ok: false; problem: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return { ok: true, value: value as Arguments };
    return { ok: false, problem: "Arguments are a JSON object: { … }." };
  } catch (error) {
    return { ok: false, problem: `This is not JSON: ${error instanceof Error ? error.message : "unreadable"}.` };
  }
}
