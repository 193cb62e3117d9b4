import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvCell } from "@/lib/shared/csv-cell";
import type { Agent } from "./contract";
import { ImportField, MAX_IMPORT_ROWS } from "./import-contract";
import { planImport } from "./plan-import";
import { readTable } from "./read-table";
import type { Editor } from "./rules";

const ann = `usr_${"0".repeat(26)}`;
const bob = `usr_${"1".repeat(26)}`;
const known = {
  agents: new Map<string, Agent>(),
  people: new Map([
    ["ann@example.test", { id: ann, email: "ann@example.test" }],
    ["bob@example.test", { id: bob, email: "bob@example.test" }],
  ]),
  editor: { personId: ann, roles: ["admin"] } as Editor,
  guarded: false,
};

const agent: Agent = {
  id: `agt_${"0".repeat(26)}`,
  name: "Payer",
  purpose: "Pays suppliers",
  provider: "openai",
  framework: "",
  environment: "production",
  team: "Finance",
  dataClasses: ["payment"],
  tags: [],
  autonomy: "supervised",
  riskTier: "high",
  ownerId: ann,
  backupOwnerId: null,
  owner: { id: ann, name: "Ann", email: "ann@example.test", active: true },
  backupOwner: null,
  status: "active",
  statusReason: null,
  demo: false,
  knownBy: "person",
  version: 3,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
  retiredAt: null,
};
const withPayer = { ...known, agents: new Map([[agent.name, agent]]) };

const planned = (csv: string, over: Partial<typeof known> = {}) =>
  planImport(readTable(csv, {}).rows, { ...known, ...over });
const problemsOf = (csv: string, over: Partial<typeof known> = {}) =>
  planned(csv, over).map(({ problems }) => problems.map(({ field, message }) => `${field}: ${message}`));

describe("refuses the whole table", () => {
  test.each([
    ["that is empty", "\n\n", "is empty"],
    ["without rows", "name,purpose\n", "no rows"],
    ["without names", "purpose,owner\nx,y\n", "names"],
    ["with two columns for one field", "name,agent,purpose\na,b,c\n", "“name” and “agent”"],
    ["with a quotation mark that is not closed", 'name,purpose\nA,fine\nB,"open\n', "from line 3"],
  ])("%s", (_, csv, message) => {
    expect(() => readTable(csv, {})).toThrow(message);
  });

  test("with more rows than the inventory is made for, without reading on", () => {
    const csv = `name,purpose\n${"a,b\n".repeat(MAX_IMPORT_ROWS + 1)}`;
    expect(() => readTable(csv, {})).toThrow("5,000 rows");
    expect(readTable(`name,purpose\n${"a,b\n".repeat(MAX_IMPORT_ROWS)}`, {}).rows).toHaveLength(MAX_IMPORT_ROWS);
  });
});

describe("says what is wrong with a row", () => {
  test("words that are none, people who are not there, what is missing", () => {
    const csv = "name,purpose,risk tier,owner,data classes\nA,x,huge,eve@example.test,payment;gold\nB,,low,,\n";
    expect(problemsOf(csv)).toEqual([
      [
        "riskTier: “huge” is none of: low, medium, high, critical.",
        "dataClasses: “gold” is none of: public, internal, confidential, personal, health, payment, secrets.",
        "owner: Nobody active here has this e-mail address.",
      ],
      ["purpose: It is missing."],
    ]);
  });

  test("a second row about the same agent", () => {
    expect(problemsOf("name,purpose\nA,x\nB,y\nA,z\n")).toEqual([
      [],
      [],
      ["name: Line 2 is about this agent already."],
    ]);
  });

  test("formulas, cells beyond the heading, text that cannot be kept, one person as both owners", () => {
    const csv = [
      "name,purpose,owner,backup owner",
      '"=HYPERLINK(""x"")",x,,',
      "B,reads, writes,,,z",
      "C\0,x,,",
      "D,x,ann@example.test,ANN@example.test",
    ].join("\n");
    const problems = problemsOf(csv);
    expect(problems[0]?.[0]).toContain("as a formula does");
    expect(problems[1]?.[0]).toContain("more cells than the heading");
    expect(problems[2]?.[0]).toMatch(/^name: /);
    expect(problems[3]).toEqual(["backupOwner: The backup owner must be somebody else."]);
  });

  test("what the editor may not do: others' agents, less risk, a retired one", () => {
    const owner = { personId: bob, roles: ["owner"] as const };
    expect(problemsOf("name,purpose\nNew,x\n", { editor: owner })[0]?.[0]).toContain(
      "only agents that you own yourself",
    );
    expect(problemsOf("name,risk\nPayer,low\n", { ...withPayer, editor: owner })[0]?.[0]).toContain("own or back up");
    const own = { personId: ann, roles: ["owner"] as const };
    expect(problemsOf("name,risk\nPayer,low\n", { ...withPayer, editor: own })[0]?.[0]).toContain("never less");
    const retired = new Map([["Payer", { ...agent, status: "retired" as const }]]);
    expect(problemsOf("name,team\nPayer,Ops\n", { agents: retired })[0]?.[0]).toContain("retired");
  });
});

describe("understands", () => {
  test("semicolons, a byte order mark, other people's headings and words, empty lines; and names the lines", () => {
    const csv =
      '\uFEFFAgent;Description;Platform;Risk;Owner e-mail\r\n\r\n;;;;\r\nA;"two\nlines";Self hosted;High;Ann@Example.test\r\nB;x;;;\r\n';
    const rows = planned(csv);
    expect(rows.map(({ line, name, outcome }) => ({ line, name, outcome }))).toEqual([
      { line: 4, name: "A", outcome: "create" },
      { line: 6, name: "B", outcome: "create" },
    ]);
    expect(rows[0]?.write?.facts).toMatchObject({
      purpose: "two\nlines",
      provider: "self-hosted",
      riskTier: "high",
      ownerId: ann,
    });
  });

  test("an empty cell leaves a known agent's fact as it is; what does not differ is the same", () => {
    const [row] = planned("name,purpose,team,owner\nPayer,,Treasury,\n", withPayer);
    expect(row).toMatchObject({ outcome: "update", changes: [{ field: "team", from: "Finance", to: "Treasury" }] });
    expect(row?.write?.facts).toMatchObject({ purpose: "Pays suppliers", ownerId: ann });
    expect(planned("name,team\nPayer,Finance\n", withPayer)[0]).toMatchObject({ outcome: "same", write: null });
  });

  test("an owner who has left stays where the table says the same", () => {
    const people = new Map([...known.people].filter(([email]) => !email.startsWith("ann")));
    const [row] = planned("name,owner\nPayer,ann@example.test\n", { ...withPayer, people });
    expect(row).toMatchObject({ outcome: "same", problems: [] });
  });

  test("any text that a table of ours holds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme" }), { minLength: 2, maxLength: 2 }),
        ([name = "", team = ""]) => {
          fc.pre(name.trim() !== "" && !/[\0]/.test(name + team));
          const csv = `name,team\r\n${[name, team].map(csvCell).join(",")}\r\n`;
          const cells = readTable(csv, {}).rows[0]?.cells;
          expect(cells?.name).toBe(name.trim());
          expect(cells?.team ?? "").toBe(team.trim());
        },
      ),
    );
  });

  test("headings of every field, as the template writes them", () => {
    const csv = `${ImportField.options.join(",")}\n${ImportField.options.map(() => "x").join(",")}\n`;
    expect(readTable(csv, {}).columns.map(({ field }) => field)).toEqual(ImportField.options);
  });
});

test("a row that states less risk of an agent is refused where two people are here, and more is taken", () => {
  const guarded = { ...withPayer, guarded: true };
  const table = (tier: string) => `name,purpose,risk tier\n${agent.name},${agent.purpose},${tier}\n`;
  const [weaker] = planned(table("low"), guarded);
  expect(weaker).toMatchObject({ outcome: "error", write: null });
  expect(weaker?.problems[0]?.message).toMatch(/takes a second person.*The risk of .* is stated as low/);
  expect(planned(table("critical"), guarded)).toMatchObject([{ outcome: "update" }]);
  expect(planned(table("low"), { agents: withPayer.agents })).toMatchObject([{ outcome: "update" }]);
});
