import { expect, test } from "vitest";
import { findBroken } from "./find-broken";

const known = {
  paths: new Set([
    "lib",
    "lib/policy",
    "lib/policy/rules.ts",
    "lib/policy/README.md",
    "docs",
    "docs/a.md",
    "README.md",
  ]),
  scripts: new Set(["verify"]),
};

const broken: [string, string, string][] = [
  ["a link to a file that is gone", "README.md", "[how](docs/gone.md)"],
  ["a relative link that leads nowhere", "docs/a.md", "[how](b.md#part)"],
  ["a path in code", "README.md", "see `lib/policy/gone.ts`"],
  ["a path with a line number", "README.md", "see `lib/policy/gone.ts:12`"],
  ["a folder in code", "README.md", "see `lib/gone/`"],
  ["a pattern that matches nothing", "README.md", "each `lib/*/gone.ts`"],
  ["the name of a file that nobody has", "lib/policy/README.md", "see `gone.ts`"],
  ["a script that package.json does not have", "README.md", "```\nnpm run -s gone -- x\n```"],
];

test.each(broken)("finds %s", (_, document, markdown) => {
  const errors = findBroken(document, markdown, known);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(new RegExp(`^${document}:\\d+ cites`));
});

const sound: [string, string, string][] = [
  ["what exists", "README.md", "[a](docs/a.md) `lib/policy/rules.ts` `lib/policy/` `npm run verify`"],
  ["a link from where the document lies", "docs/a.md", "[up](../README.md#top)"],
  ["a file beside the document", "lib/policy/README.md", "see `rules.ts`"],
  ["a pattern that matches", "README.md", "each `lib/*/rules.ts`"],
  ["what is made while running", "README.md", "`.gatehouse/logs/console.log` `dist/admin.mjs`"],
  ["other addresses", "README.md", "[x](https://example.com/y) [y](#part) `/v1/agents` `a/b`"],
  ["what stands for any name", "README.md", "`lib/<domain>/rules.ts` `docs/NNNN-*.md`"],
  ["code in a fence", "README.md", "```ts\nimport `lib/policy/gone.ts`\n```"],
];

test.each(sound)("lets pass %s", (_, document, markdown) => {
  expect(findBroken(document, markdown, known)).toEqual([]);
});

test("a file that the document's own example works with is the reader's, and one that it does not is missed", () => {
  const example = "```sh\nopenssl dgst -verify key.pem -signature proof.json data\n```\n";
  expect(findBroken("docs/a.md", `${example}You get \`proof.json\`.`, known)).toEqual([]);
  expect(findBroken("docs/a.md", `${example}You get \`other.json\`.`, known)).toHaveLength(1);
});
