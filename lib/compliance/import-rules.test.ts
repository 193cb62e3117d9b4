import { describe, expect, test } from "vitest";
import { builtIn } from "./catalogue";
import raw from "./data/controls.json";
import { frameworkFrom } from "./import-rules";

const named = { id: "own", title: "Our own" };
const control = { id: "X-1", title: "One", requirement: "Do one", evidence: ["named-owner"] };
const catalog = (more: object) => ({
  catalog: { uuid: "u", metadata: { title: "Cat", version: "1", "oscal-version": "1.2.1" }, ...more },
});

describe("refused whole, with what is wrong with which control, is", () => {
  test.each<[string, unknown, RegExp]>([
    ["a number", 7, /neither a list of controls/],
    ["an object of something else", { hello: "world" }, /neither a list of controls/],
    ["an empty list", [], /no control/],
    [
      "an unknown kind of evidence",
      [control, { ...control, id: "X-2", evidence: ["vibes"] }],
      /X-2 asks for evidence of the kind "vibes"/,
    ],
    ["a control without a title", [control, { id: "X-2" }], /Control 2: title/],
    ["a control that is no object", [control, "x"], /Control 2/],
    ["an id of marks only", [{ ...control, id: "((" }], /no letter or digit/],
    ["the same id twice, but for its marks", [control, { ...control, id: "x (1)" }], /there twice/],
    ["a date that is none", { controls: [control], dates: [{ on: "soon", what: "x" }] }, /dates\.0\.on/],
    ["an OSCAL document of another kind", { "system-security-plan": {} }, /neither/],
    ["a catalog without metadata", { catalog: { uuid: "u", controls: [control] } }, /says that it is an OSCAL catalog/],
    [
      "a catalog with a control without a title",
      catalog({ groups: [{ controls: [{ id: "a" }] }] }),
      /Control 1: title/,
    ],
    ["a catalog without controls", catalog({}), /no control/],
    [
      "more controls than there may be",
      Array.from({ length: 2_001 }, (_, n) => ({ ...control, id: `X-${n}` })),
      /more than 2000/,
    ],
  ])("%s", (_, document, why) => {
    expect(() => frameworkFrom(document, named)).toThrow(why);
    expect(() => frameworkFrom(document, named)).toThrow(/Nothing was imported/);
  });

  test("groups in groups without an end", () => {
    let groups: object[] = [{ controls: [] }];
    for (let depth = 0; depth < 50; depth++) groups = [{ groups }];
    expect(() => frameworkFrom(catalog({ groups }), named)).toThrow(/nested/);
  });
});

test("the catalogue that comes with the product can itself be imported", () => {
  const rows = raw.filter(({ framework }) => framework === "EU AI Act");
  const { controls } = frameworkFrom(rows, named);
  expect(controls).toEqual(builtIn.find(({ id }) => id === "eu-ai-act")?.controls);
});

test("an OSCAL catalog gives its controls with enhancements and statements, without the withdrawn ones", () => {
  const { controls, source } = frameworkFrom(
    catalog({
      groups: [
        {
          id: "ac",
          title: "Access",
          controls: [
            {
              id: "ac-1",
              title: "Policy",
              props: [
                { name: "label", value: "AC-1" },
                { name: "gatehouse-evidence", value: "policy-versions" },
              ],
              parts: [
                { name: "statement", prose: "Write", parts: [{ name: "item", prose: "a policy" }] },
                { name: "guidance", prose: "not this" },
              ],
              controls: [{ id: "ac-1.1", title: "Enhanced" }],
            },
            { id: "ac-2", title: "Gone", props: [{ name: "status", value: "withdrawn" }] },
          ],
        },
      ],
    }),
    named,
  );
  expect(source).toBe("Cat, version 1");
  expect(controls).toMatchObject([
    { key: "ac-1", id: "AC-1", requirement: "Write a policy", evidence: ["policy-versions"] },
    { key: "ac-1-1", id: "ac-1.1", requirement: "Enhanced", evidence: [] },
  ]);
});
