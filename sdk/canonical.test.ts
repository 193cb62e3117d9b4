import { describe, expect, test } from "vitest";
import { canonicalJson, digestOf, leafHash, MAX_DEPTH, NotCanonical } from "./canonical.ts";

/** An array within an array, so many times. */
function nested(levels: number): unknown {
  return levels === 0 ? [] : [nested(levels - 1)];
}

/** The double with these bits, as the test vectors of RFC 8785 give them. */
function double(bits: string): number {
  return Buffer.from(bits, "hex").readDoubleBE();
}

describe("what has no canonical form is refused", () => {
  test.each([
    ["a lone high surrogate", "\ud83d"],
    ["a lone low surrogate", "\ude00"],
    ["surrogates in the wrong order", "\ude00\ud83d"],
    ["a member whose name has a lone surrogate", { "\ud83d": 1 }],
    ["not a number", Number.NaN],
    ["infinity", [Number.POSITIVE_INFINITY]],
    ["undefined", undefined],
    ["undefined in a list", [undefined]],
    ["a bigint", 1n],
    ["a function", { call: () => 1 }],
    ["a symbol", Symbol("x")],
  ])("%s", (_, value) => {
    expect(() => canonicalJson(value)).toThrow(NotCanonical);
  });

  test("nesting deeper than the limit", () => {
    expect(canonicalJson(nested(MAX_DEPTH))).toHaveLength(2 * (MAX_DEPTH + 1));
    expect(() => canonicalJson(nested(MAX_DEPTH + 1))).toThrow(NotCanonical);
  });

  test("a value that contains itself", () => {
    const circle: unknown[] = [];
    circle.push(circle);
    expect(() => canonicalJson(circle)).toThrow(NotCanonical);
  });
});

describe("RFC 8785", () => {
  test.each([
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["7fefffffffffffff", "1.7976931348623157e+308"],
    ["ffefffffffffffff", "-1.7976931348623157e+308"],
    ["4340000000000000", "9007199254740992"],
    ["c340000000000000", "-9007199254740992"],
    ["4430000000000000", "295147905179352830000"],
    ["44b52d02c7e14af5", "9.999999999999997e+22"],
    ["44b52d02c7e14af6", "1e+23"],
    ["44b52d02c7e14af7", "1.0000000000000001e+23"],
    ["444b1ae4d6e2ef4e", "999999999999999700000"],
    ["444b1ae4d6e2ef4f", "999999999999999900000"],
    ["444b1ae4d6e2ef50", "1e+21"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555553", "333333333.3333332"],
    ["41b3de4355555555", "333333333.3333333"],
    ["41b3de4355555557", "333333333.33333343"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ])("the number with the bits %s is written %s", (bits, text) => {
    expect(canonicalJson(double(bits))).toBe(text);
  });

  test("names are ordered by UTF-16 code unit and not by code point", () => {
    const unordered = {
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis",
    };
    const order = ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign"];
    const values = Object.values(JSON.parse(canonicalJson(unordered).replace('"1":', '"one":')));
    expect(values).toEqual([...order, "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"]);
  });

  test("texts are escaped as little as JSON allows", () => {
    expect(canonicalJson('\u20ac$\u000f\nA\'B"\\\\"/\u007f\u2028')).toBe(
      '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f\u2028"',
    );
    expect(canonicalJson("\b\t\n\f\r\u0000\u001f")).toBe('"\\b\\t\\n\\f\\r\\u0000\\u001f"');
  });

  test("the example of the specification", () => {
    const example = {
      numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
      literals: [null, true, false],
    };
    expect(canonicalJson(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test("a member without a value counts as absent", () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });

  test("a member named __proto__ is data", () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"a":2}}'))).toBe('{"__proto__":{"a":2},"b":1}');
  });
});

describe("digests", () => {
  test("two writings of one value have one digest", () => {
    expect(digestOf({ b: [1, 2], a: "x" })).toBe(digestOf(JSON.parse('{ "a": "x", "b": [1.0, 2e0] }')));
    expect(digestOf({ a: "x" })).not.toBe(digestOf({ a: "y" }));
    expect(digestOf({})).toBe("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
  });

  test("leaf hashes are those of RFC 6962", () => {
    expect(leafHash("")).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    expect(leafHash(Buffer.from("00", "hex"))).toBe("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7");
    expect(leafHash("L123456")).toBe("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
  });
});
