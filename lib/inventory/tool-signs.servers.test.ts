/** Real servers, run as their users run them: honest definitions must be left in peace. */
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { beforeAll, expect, test } from "vitest";
import { isSuspicious, toolSigns } from "./tool-signs";
import { ToolNames } from "./tool-signs-names";

const servers = { everything: ["stdio"], filesystem: [tmpdir()], memory: [] };
const definitions: { server: string; name: string; definition: object }[] = [];

beforeAll(async () => {
  const listed = await Promise.all(
    Object.entries(servers).map(async ([server, args]) => {
      const tools = await toolsOf(`@modelcontextprotocol/server-${server}`, args);
      return tools.map((definition) => ({ server, name: definition.name, definition }));
    }),
  );
  definitions.push(...listed.flat());
}, 60_000);

async function toolsOf(pack: string, args: readonly string[]) {
  const manifest = createRequire(import.meta.url).resolve(`${pack}/package.json`);
  const entry = path.join(path.dirname(manifest), "dist/index.js");
  const client = new Client({ name: "gatehouse-test", version: "1" });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [entry, ...args], stderr: "ignore" }),
  );
  try {
    return (await client.listTools()).tools;
  } finally {
    await client.close();
  }
}

test("of all tools of three real servers side by side, none is suspicious and at most one is noted", () => {
  const names = new ToolNames(definitions.map(({ server, name }) => ({ server, name, digest: null, since: 1 })));
  const signs = definitions.flatMap(({ definition, server, name }) =>
    toolSigns(definition, { server, name, digest: null, since: 2 }, names).map((sign) => ({ server, name, sign })),
  );
  expect(definitions.length).toBeGreaterThanOrEqual(30);
  expect(signs.filter(({ sign }) => isSuspicious(sign))).toEqual([]);
  expect(signs.map(({ server, name, sign }) => `${server}/${name}: ${sign.kind}`)).toEqual([
    "filesystem/read_file: tool-mention",
  ]);
});
