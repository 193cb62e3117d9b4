/** Compiles JSON Schemas that tools' authors wrote, drafts 07 and 2020-12, each apart from all others. */
import { Ajv, type Format, type Options, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { canonicalJson, type JsonObject } from "../canonical.ts";
import { boundedPattern } from "./bounded-pattern.ts";

const VALIDATORS = { "draft-07": Ajv, "2020-12": Ajv2020 } as const;
type Draft = keyof typeof VALIDATORS;

const DRAFTS: readonly (readonly [pattern: RegExp, draft: Draft])[] = [
  [/^https?:\/\/json-schema\.org\/draft-07\/schema#?$/, "draft-07"],
  [/^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, "2020-12"],
];

/** The expressions behind formats were not written for longer texts; base64 is what has an honest reason to be long. */
const MAX_FORMATTED_TEXT = 4_096;
const FORMATS = Object.fromEntries(
  Object.entries(fullFormats).map(([name, format]) => [name, name === "byte" ? format : forShortTexts(format)]),
);

const OPTIONS: Options = {
  strict: false,
  logger: false,
  formats: FORMATS,
  // `constructor` and its kind count as present only when the arguments have them.
  ownProperties: true,
  code: { regExp: Object.assign(boundedPattern, { code: "boundedPattern" }) },
};

const metaValidators = new Map<Draft, Ajv | Ajv2020>();

/** Throws when the schema is not valid, is of another draft, or refers to what is not in it. */
export function compileSchema(schema: JsonObject): ValidateFunction {
  const { $schema, ...body } = schema;
  const draft = draftOf($schema);
  const meta = metaValidators.get(draft) ?? new VALIDATORS[draft](OPTIONS);
  metaValidators.set(draft, meta);
  if (meta.validateSchema(body) !== true) throw new Error(meta.errorsText(meta.errors, { dataVar: "schema" }));
  // A validator of its own, so that no tool's `$id` answers a reference in another's schema.
  const validator = new VALIDATORS[draft]({ ...OPTIONS, meta: false, validateSchema: false });
  compareItemsOnce(validator);
  const validate = validator.compile(body);
  // It would answer with a promise, which is not an answer.
  if ("$async" in validate) throw new Error("`$async` is not part of JSON Schema");
  return validate;
}

/** Without `$schema` a tool's schema is of draft 2020-12, as the Model Context Protocol says. */
function draftOf($schema: unknown): Draft {
  if ($schema === undefined) return "2020-12";
  for (const [pattern, draft] of DRAFTS) if (typeof $schema === "string" && pattern.test($schema)) return draft;
  throw new Error("its $schema is neither draft-07 nor 2020-12");
}

/** The validator's own `uniqueItems` compares each item with every other, which a long list turns into minutes. */
function compareItemsOnce(validator: Ajv | Ajv2020): void {
  validator.removeKeyword("uniqueItems");
  validator.addKeyword({
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    errors: false,
    validate: (unique: boolean, items: unknown[]) => !unique || new Set(items.map(canonicalJson)).size === items.length,
  });
}

function forShortTexts(format: Format): Format {
  if (format instanceof RegExp) return (text: string) => text.length <= MAX_FORMATTED_TEXT && format.test(text);
  if (typeof format === "function") return (text: string) => text.length <= MAX_FORMATTED_TEXT && format(text);
  // Dates and numbers, which are read in one pass.
  return format;
}
