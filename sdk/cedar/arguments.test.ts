import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentRecord, argumentsType, cedarType } from "./arguments.ts";
import { Decimal } from "./decimal.ts";
import { EvaluationFailure } from "./failure.ts";
import { SetValue } from "./values.ts";

const typeOf = (property: unknown, more: object = {}) =>
  cedarType(argumentsType({ type: "object", properties: { it: property }, ...more })).attributes;
const STRING = { type: "String", required: false };

describe("what has no Cedar type is not in the type", () => {
  test.each<[string, unknown]>([
    ["no type", {}],
    ["true", true],
    ["several types", { type: ["string", "null"] }],
    ["null", { type: "null" }],
    ["alternatives", { anyOf: [{ type: "string" }, { type: "null" }] }],
    ["an enum of several types", { enum: ["a", 1] }],
    ["an empty enum", { enum: [] }],
    ["a list of anything", { type: "array" }],
    ["a list of several types", { type: "array", items: { type: ["string", "integer"] } }],
    ["a tuple", { type: "array", prefixItems: [{ type: "string" }], items: { type: "string" } }],
    ["a tuple of draft 07", { type: "array", items: [{ type: "string" }] }],
    ["a reference to elsewhere", { $ref: "https://example.com/string" }],
    ["a reference to nothing", { $ref: "#/$defs/nothing" }],
    ["a reference to what every object inherits", { $ref: "#/constructor" }],
    ["a reference that is no pointer", { $ref: "#name" }],
    ["a reference that cannot be decoded", { $ref: "#/%zz" }],
    ["a reference to itself", { $ref: "#/properties/it" }],
    ["the schema that contains it", { $ref: "#" }],
    ["a list of the schema that contains it", { type: "array", items: { $ref: "#" } }],
  ])("%s", (_, property) => {
    expect(typeOf(property)).toEqual({});
  });

  test("a schema that is none", () => {
    for (const schema of [null, undefined, true, [], "x", { properties: [] }, { $ref: "#" }]) {
      expect(cedarType(argumentsType(schema))).toEqual({ type: "Record", attributes: {} });
    }
  });

  test("a schema that doubles with each step stays small", () => {
    const $defs: { [name: string]: unknown } = { d0: { type: "string" } };
    for (let step = 1; step <= 40; step++) {
      const half = { $ref: `#/$defs/d${step - 1}` };
      $defs[`d${step}`] = { type: "object", properties: { left: half, right: half } };
    }
    expect(JSON.stringify(typeOf({ $ref: "#/$defs/d40" }, { $defs })).length).toBeLessThan(200_000);
  });
});

describe("what has a Cedar type", () => {
  test.each<[string, unknown, object]>([
    ["string", { type: "string" }, STRING],
    ["one type in a list", { type: ["string"] }, STRING],
    ["enum of strings", { enum: ["a", "b"] }, STRING],
    ["const string", { const: "a" }, STRING],
    ["integer", { type: "integer" }, { type: "Long", required: false }],
    ["number", { type: "number" }, { type: "Extension", name: "decimal", required: false }],
    ["boolean", { type: "boolean" }, { type: "Boolean", required: false }],
    [
      "array",
      { type: "array", items: { type: "integer" } },
      { type: "Set", element: { type: "Long" }, required: false },
    ],
    [
      "object",
      { type: "object", properties: { a: { type: "string" }, b: {} }, required: ["a", "b"] },
      { type: "Record", attributes: { a: { type: "String", required: true } }, required: false },
    ],
    ["local reference", { $ref: "#/$defs/a~1b%20c" }, STRING],
  ])("%s", (_, property, type) => {
    expect(typeOf(property, { $defs: { "a/b c": { type: "string" } } })).toEqual({ it: type });
  });
});

describe("a value is read exactly or not at all", () => {
  const properties = {
    text: { type: "string" },
    count: { type: "integer" },
    amount: { type: "number" },
    flag: { type: "boolean" },
    list: { type: "array", items: { type: "integer" } },
    record: { type: "object", properties: { a: { type: "string" } } },
  };
  const read = (name: string, json: unknown) =>
    new ArgumentRecord({ [name]: json }, argumentsType({ type: "object", properties })).get(name);

  test.each<[string, unknown]>([
    ["text", 5],
    ["text", null],
    ["text", ["a"]],
    ["count", 1.5],
    ["count", 2 ** 53],
    ["count", "1"],
    ["amount", 0.00001],
    ["amount", 1e21],
    ["amount", 922_337_203_685_478],
    ["amount", "1.0"],
    ["flag", 1],
    ["flag", "true"],
    ["list", [1, null]],
    ["list", { 0: 1 }],
    ["record", []],
    ["record", null],
    ["undeclared", "x"],
  ])("%s is not %j", (name, json) => {
    expect(() => read(name, json)).toThrow(EvaluationFailure);
  });

  test("what is not there is absent, also when every object inherits it", () => {
    const record = new ArgumentRecord({ text: undefined }, argumentsType({ type: "object", properties }));
    for (const name of ["text", "count", "constructor", "toString", "__proto__"])
      expect(record.get(name)).toBeUndefined();
  });

  test("minus zero is zero", () => {
    expect(read("count", -0)).toBe(0);
    expect(read("amount", -0)).toEqual(new Decimal(0));
    expect(read("list", [-0])).toEqual(new SetValue([0]));
  });

  test("a number with at most four decimals is that decimal", () => {
    const units = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.integer({ min: -(10 ** 15), max: 10 ** 15 }));
    fc.assert(
      fc.property(units, (unit) => {
        const number = unit / 10_000;
        const decimal = Decimal.fromNumber(number);
        const [, whole, fraction = "0"] = /^(-?\d+)(?:\.(\d{1,4}))?$/.exec(String(number)) ?? [];
        expect(decimal).toEqual(whole === undefined ? null : Decimal.parse(`${whole}.${fraction}`));
      }),
    );
  });
});
