import { describe, expect, test } from "vitest";
import { checkLayers } from "./check-layers";
import { readImports } from "./read-imports";

const errorsOf = (files: Record<string, string>) => checkLayers(new Map(Object.entries(files))).errors;
const use = (specifier: string) => `import { x } from "${specifier}";\nexport const y = x;\n`;

/** [what is planted, the files, what the error must speak of] */
const violations: [string, Record<string, string>, RegExp][] = [
  [
    "a domain that imports a later one",
    { "lib/audit/a.ts": use("@/lib/policy/b") },
    /lib\/audit stands before lib\/policy/,
  ],
  ["the same by a relative path", { "lib/audit/a.ts": use("../policy/b") }, /stands before/],
  ["the same by a type", { "lib/audit/a.ts": 'import type { X } from "@/lib/policy/b";' }, /stands before/],
  ["the same by a side effect", { "lib/audit/a.ts": 'import "@/lib/policy/b";' }, /stands before/],
  ["the same by import()", { "lib/audit/a.ts": 'const b = await import("@/lib/policy/b");' }, /stands before/],
  ["the same by a re-export", { "lib/audit/a.ts": 'export * from "@/lib/policy/b";' }, /stands before/],
  [
    "the same over several lines",
    { "lib/audit/a.ts": 'import {\n  x,\n  y,\n} from "@/lib/policy/b";' },
    /stands before/,
  ],
  ["a domain without a place", { "lib/magic/a.ts": use("@/lib/shared/b") }, /lib\/magic has no place/],
  ["lib that imports a page", { "lib/audit/a.ts": use("@/app/page") }, /lib may import lib and sdk/],
  ["lib that imports a component", { "lib/audit/a.ts": use("@/components/ui/b") }, /lib may import lib and sdk/],
  ["lib that imports the browser's client", { "lib/audit/a.ts": use("@/lib/client/b") }, /for the browser/],
  ["the client that imports a verb", { "lib/client/a.ts": use("@/lib/policy/publish") }, /contracts and rules/],
  ["the environment that imports a domain", { "lib/env.ts": use("@/lib/db/client") }, /before all of lib/],
  ["a component that imports a verb", { "components/a/b.tsx": use("@/lib/policy/publish") }, /components may import/],
  ["a component that imports the database", { "components/a/b.tsx": use("@/lib/db/client") }, /components may import/],
  ["a page that imports a script", { "app/page.tsx": use("@/scripts/a") }, /app may import/],
  ["sdk that imports the console", { "sdk/a.ts": use("../lib/shared/b.ts") }, /nothing outside itself/],
  ["rows of another domain", { "lib/policy/a.ts": use("@/lib/identity/rows") }, /rows are private to lib\/identity/],
  ["product code that imports test support", { "lib/policy/a.ts": use("@/lib/identity/testing") }, /exists for tests/],
  ["an index file", { "lib/policy/index.ts": "export {};" }, /no index files/],
  ["a contract that needs Node", { "lib/policy/contract.ts": use("node:crypto") }, /runs in the browser too/],
  ["rules that need the database", { "lib/policy/rules.ts": use("@/lib/db/client") }, /runs in the browser too/],
  [
    "a contract that needs Node through another file",
    { "lib/policy/contract.ts": use("@/sdk/wire/w"), "sdk/wire/w.ts": use("../c.ts"), "sdk/c.ts": use("node:fs") },
    /lib\/policy\/contract.ts → sdk\/wire\/w.ts → sdk\/c.ts → node:fs/,
  ],
  ["a file of 301 lines", { "lib/policy/a.ts": "1;\n".repeat(301) }, /301 lines/],
  ["a reader of the environment", { "lib/policy/a.ts": "export const a = process.env.A;" }, /only reader/],
  [
    "a ring of imports",
    { "sdk/a.ts": use("./b.ts"), "sdk/b.ts": use("./c.ts"), "sdk/c.ts": use("./a.ts") },
    /sdk\/a.ts → sdk\/b.ts → sdk\/c.ts → sdk\/a.ts: a ring/,
  ],
];

test.each(violations)("finds %s", (_, files, message) => {
  const errors = errorsOf(files);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(message);
});

const allowed: [string, Record<string, string>][] = [
  ["a domain that imports an earlier one", { "lib/policy/a.ts": use("@/lib/audit/b") }],
  [
    "lib that imports the sdk, the environment and the log",
    {
      "lib/policy/a.ts": use("@/sdk/decide"),
      "lib/policy/b.ts": use("@/lib/env"),
      "lib/policy/c.ts": use("@/lib/log"),
    },
  ],
  ["a contract that imports the wire format", { "lib/policy/contract.ts": use("@/sdk/wire/words") }],
  [
    "a contract that only borrows a type from Node code",
    { "lib/policy/rules.ts": 'import type { B } from "node:buffer";' },
  ],
  [
    "a component that imports contracts, rules, words and the client",
    {
      "components/a/b.tsx": use("@/lib/policy/contract"),
      "components/a/c.tsx": use("@/lib/policy/rules"),
      "components/a/d.tsx": use("@/lib/shared/ids"),
      "components/a/e.tsx": use("@/lib/client/call"),
    },
  ],
  ["own rows", { "lib/policy/a.ts": use("./rows") }],
  [
    "tests that reach everywhere",
    { "lib/audit/a.int.test.ts": use("@/lib/policy/rows") + use("@/lib/identity/testing") },
  ],
  ["the entry of the sdk package", { "sdk/index.ts": "export {};" }],
  ["300 lines, and long tests", { "lib/policy/a.ts": "1;\n".repeat(300), "lib/policy/a.test.ts": "1;\n".repeat(400) }],
  [
    "examples of code in comments and templates",
    {
      "components/a/b.ts":
        '// import { x } from "@/lib/db/client";\nexport const s = `\nimport { x } from "@/lib/db/client";\n`;',
    },
  ],
];

test.each(allowed)("lets pass %s", (_, files) => {
  expect(errorsOf(files)).toEqual([]);
});

describe("reading imports", () => {
  test("templates within templates, quotes in expressions and holes do not hide what follows", () => {
    const source = [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a sample of code
      "const a = ok ? b : `'${word.replaceAll(\"'\", `'\\\\''`)}'`;",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a sample of code
      "const c = `${text({ d: 1 })}",
      'import { no } from "no";`;',
      'const e = await import("yes");',
    ].join("\n");
    expect(readImports(source).map(({ specifier }) => specifier)).toEqual(["yes"]);
  });

  test("names the line of the statement, not of what stands before it", () => {
    expect(readImports('/* two\nlines */\n\nimport { a } from "x";')).toEqual([
      { specifier: "x", typeOnly: false, line: 4 },
    ]);
  });

  test("an import of types only is erased, one that mixes is not", () => {
    const source = 'import { type A, type B } from "x";\nimport { type C, d } from "y";\nimport type E from "z";';
    expect(readImports(source).map(({ typeOnly }) => typeOnly)).toEqual([true, false, true]);
  });
});

test("a file between 200 and 300 lines is a warning", () => {
  const { errors, warnings } = checkLayers(new Map([["lib/policy/a.ts", "1;\n".repeat(201)]]));
  expect(errors).toEqual([]);
  expect(warnings).toHaveLength(1);
});
