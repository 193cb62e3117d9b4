import { expect, test } from "vitest";
import { entriesOf, entryProblem, fieldsOf, prettyArguments, readText, textOf } from "./argument-form";

const schema = {
  type: "object",
  properties: {
    to: { type: "string", description: "Who is paid" },
    amount: { type: "integer" },
    rate: { type: "number" },
    urgent: { type: "boolean" },
    way: { enum: ["sepa", "swift"] },
  },
  required: ["to", "amount"],
};

test("no form is made that would hide something", () => {
  expect(fieldsOf(null, {})).toBeNull();
  expect(fieldsOf({ type: "object" }, {})).toBeNull();
  expect(fieldsOf(schema, { to: "ACME", amount: 1, more: true })).toBeNull();
  expect(fieldsOf(schema, { to: { name: "ACME" }, amount: 1 })).toBeNull();
  expect(fieldsOf({ properties: { list: { type: "array" } } }, {})).toBeNull();
  expect(fieldsOf({ properties: { either: { type: ["string", "null"] } } }, {})).toBeNull();
});

test("what is entered is sent as it was entered, and what is not given stays away", () => {
  const args = { to: "ACME", amount: 500 };
  const fields = fieldsOf(schema, args) ?? [];
  const entries = entriesOf(fields, args);
  expect(entries).toEqual({ to: "ACME", amount: "500", rate: null, urgent: null, way: null });
  const text = textOf(fields, {
    ...entries,
    to: 'A "B"\n',
    amount: " 9007199254740993 ",
    rate: "0.10",
    urgent: "true",
  });
  expect(text).toBe('{\n  "to": "A \\"B\\"\\n",\n  "amount": 9007199254740993,\n  "rate": 0.10,\n  "urgent": true\n}');
  expect(textOf(fields, entriesOf(fields, {}))).toBe("{}");
});

test.each([
  ["amount", "1.5", /whole/],
  ["amount", "", /whole/],
  ["amount", "0x10", /whole/],
  ["amount", null, /needed/],
  ["rate", "1,5", /number/],
  ["way", "cash", /Choose/],
])("%s cannot be %s", (name, entry, why) => {
  const field = (fieldsOf(schema, {}) ?? []).find((one) => one.name === name);
  expect(field && entryProblem(field, entry)).toMatch(why);
});

test("the difference is of members in the order of their names", () => {
  expect(prettyArguments({ b: 1, a: { d: [2], c: null } })).toBe(
    JSON.stringify({ a: { c: null, d: [2] }, b: 1 }, null, 2),
  );
  expect(readText("[]")).toEqual({ why: "The arguments are an object: { … }." });
  expect(readText("{")).toHaveProperty("why");
});
