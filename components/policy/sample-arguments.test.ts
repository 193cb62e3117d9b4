import { describe, expect, it } from "vitest";
import { readArguments, sampleArguments } from "./sample-arguments";

describe("readArguments", () => {
  it.each(["[1]", "null", '"x"', "7", "{", ""])("refuses %j: a call's arguments are an object", (text) => {
    expect(readArguments(text).ok).toBe(false);
  });

  it("reads an object", () => {
    expect(readArguments('{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
  });
});

it("begins with every required member, of its own type", () => {
  const schema = {
    properties: {
      to: { type: "string" },
      amount: { type: "number" },
      note: { type: "string" },
      kind: { enum: ["a", "b"] },
    },
    required: ["to", "amount", "kind"],
  };
  expect(JSON.parse(sampleArguments(schema))).toEqual({ to: "", amount: 1, kind: "a" });
  expect(sampleArguments(null)).toBe("{}");
});
