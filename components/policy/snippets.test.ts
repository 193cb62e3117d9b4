import { describe, expect, it } from "vitest";
import type { Tool } from "@/lib/inventory/contract";
import { analysePolicy } from "@/lib/policy/cedar";
import { cedarSchema } from "@/sdk/cedar/schema";
import type { BundleTool } from "@/sdk/wire/bundle";
import { inputSchemaOf, snippetNames, snippets } from "./snippets";

const tool = (
  name: string,
  operationClass: Tool["operationClass"],
  properties: object,
  required: string[] = [],
): Tool => ({
  id: "tol_1",
  server: "bank",
  name,
  operationClass,
  reversibility: "irreversible",
  state: "approved",
  definition: null,
  definitionOmitted: false,
  definitionDigest: null,
  pinnedDefinition: JSON.stringify({ name, inputSchema: { type: "object", properties, required } }),
  pin: null,
  pinnedAt: null,
  trustedFirstUse: false,
  signs: [],
  signSeverity: null,
  seenAt: null,
  demo: false,
  createdAt: "2026-11-22T12:00:00.000Z",
});
const bundled = (tools: Tool[]): BundleTool[] =>
  tools.map(({ server, name, operationClass, reversibility, pinnedDefinition }) => ({
    id: `${server}/${name}`,
    server,
    name,
    operationClass: operationClass ?? "read",
    reversibility,
    pin: null,
    inputSchema: pinnedDefinition ? JSON.parse(pinnedDefinition).inputSchema : null,
  }));

const inventories = {
  "whole numbers": [
    tool("balance", "read", {}),
    tool("transfer", "money.move", { amount: { type: "integer" } }, ["amount"]),
  ],
  "decimals that may be absent": [
    tool("balance", "read", {}),
    tool("transfer", "money.move", { amount: { type: "number" } }),
  ],
};

describe.each(Object.entries(inventories))("with an inventory of %s", (_, tools) => {
  it.each(snippets.map((snippet) => [snippet.title, snippet] as const))(
    "%s validates as it stands",
    async (_title, snippet) => {
      const text = snippet.text(snippetNames(tools, [{ slug: "two-people" }]));
      const { parsed, problems } = await analysePolicy(text, async () => cedarSchema(bundled(tools)));
      expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(parsed).not.toBeNull();
    },
  );
});

it("quotes a tool's name, however it is written", () => {
  const names = { ...snippetNames([], []), tool: 'x/a"; permit(principal,action,resource); //' };
  const forbid = snippets.find(({ id }) => id === "forbid-tool");
  expect(forbid?.text(names)).toContain(String.raw`Action::"x/a\"; permit(principal,action,resource); //"`);
});

it("takes a definition that is not the expected shape for no schema", () => {
  for (const definition of ["null", "[]", "{", '{"inputSchema":7}', '{"inputSchema":{"properties":[]}}']) {
    expect(inputSchemaOf({ definition, pinnedDefinition: null })).toBeNull();
  }
});
