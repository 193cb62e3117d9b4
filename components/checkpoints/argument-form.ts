/** A form for arguments, where the tool's JSON Schema is simple enough for one; JSON text otherwise. Pure. */
import type { Action } from "@/sdk/wire/action";

export type JsonObject = Action["arguments"];
type Json = JsonObject[string];

export type FieldKind = "text" | "number" | "whole" | "truth" | "choice";
export type ArgumentField = {
  name: string;
  kind: FieldKind;
  required: boolean;
  options: string[];
  help: string | null;
};

const KINDS: Record<string, FieldKind> = { string: "text", number: "number", integer: "whole", boolean: "truth" };
const MOST_FIELDS = 20;
/** A number as JSON writes it: it is sent as it stands here, so that nothing is rounded. */
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const WHOLE = /^-?(0|[1-9]\d*)$/;

/** Null where a form would hide something: members that the schema does not name, or values within values. */
export function fieldsOf(schema: JsonObject | null, args: JsonObject): ArgumentField[] | null {
  const properties = objectOf(schema?.properties);
  if (!properties) return null;
  const required = Array.isArray(schema?.required) ? schema.required : [];
  const names = Object.keys(properties);
  if (names.length === 0 || names.length > MOST_FIELDS) return null;
  if (Object.keys(args).some((name) => !Object.hasOwn(properties, name))) return null;
  const fields = names.map((name) => fieldOf(name, objectOf(properties[name]), required.includes(name)));
  return fields.every((field) => field !== null && fits(field, args[field.name])) ? (fields as ArgumentField[]) : null;
}

function fieldOf(name: string, property: JsonObject | null, required: boolean): ArgumentField | null {
  if (!property) return null;
  const help = typeof property.description === "string" ? property.description : null;
  const { enum: choices } = property;
  if (Array.isArray(choices)) {
    const options = choices.filter((choice) => typeof choice === "string");
    return options.length === choices.length ? { name, kind: "choice", required, options, help } : null;
  }
  const kind = typeof property.type === "string" ? KINDS[property.type] : undefined;
  return kind ? { name, kind, required, options: [], help } : null;
}

function fits({ kind }: ArgumentField, value: Json | undefined): boolean {
  if (value === undefined) return true;
  if (kind === "truth") return typeof value === "boolean";
  return kind === "number" || kind === "whole" ? typeof value === "number" : typeof value === "string";
}

/** What stands in each field at first; null where the argument is not given. */
export type Entries = Record<string, string | null>;
export const entriesOf = (fields: readonly ArgumentField[], args: JsonObject): Entries =>
  Object.fromEntries(
    fields.map(({ name }) => {
      const value = Object.hasOwn(args, name) ? args[name] : undefined;
      return [name, value === undefined ? null : typeof value === "string" ? value : JSON.stringify(value)];
    }),
  );

/** Why an entry cannot be sent; null when it can. */
export function entryProblem(
  { kind, required, options }: ArgumentField,
  entry: string | null | undefined,
): string | null {
  if (entry === null || entry === undefined) return required ? "This is needed." : null;
  if (kind === "number" && !NUMBER.test(entry.trim())) return "Write a number, such as 12 or 0.5.";
  if (kind === "whole" && !WHOLE.test(entry.trim())) return "Write a whole number.";
  if (kind === "choice" && !options.includes(entry)) return "Choose one of the values.";
  return null;
}

/** The entries as JSON text; what is not given is left out. */
export function textOf(fields: readonly ArgumentField[], entries: Entries): string {
  const members = fields.flatMap(({ name, kind }) => {
    const entry = entries[name];
    if (entry === null || entry === undefined) return [];
    return `  ${JSON.stringify(name)}: ${kind === "text" || kind === "choice" ? JSON.stringify(entry) : entry.trim()}`;
  });
  return members.length === 0 ? "{}" : `{\n${members.join(",\n")}\n}`;
}

/** As the difference is shown: one member a line, in the order of names. */
export function prettyArguments(value: Json): string {
  return JSON.stringify(sorted(value), null, 2);
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name] ?? null)]),
  );
}

/** The text as an object, or why it is none. */
export function readText(text: string): { args: JsonObject } | { why: string } {
  try {
    const args = objectOf(JSON.parse(text));
    return args ? { args } : { why: "The arguments are an object: { … }." };
  } catch (error) {
    return { why: error instanceof Error ? error.message : "This is not JSON." };
  }
}

const objectOf = (value: unknown): JsonObject | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
