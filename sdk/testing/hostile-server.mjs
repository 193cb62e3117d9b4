// An MCP server that answers each tool by another kind of mischief.
import { createInterface } from "node:readline";

const names = ["huge", "huge-last-id", "deep", "noise", "wrong-id", "twice", "lone", "fine"];
const write = (text) => process.stdout.write(`${text}\n`);
const answer = (id, result) => write(JSON.stringify({ jsonrpc: "2.0", id, result }));
const text = (words) => ({ content: [{ type: "text", text: words }] });
const filler = "x".repeat(9 * 1024 * 1024);
const mischief = {
  huge: (id) => answer(id, text(filler)),
  "huge-last-id": (id) => write(`{"result":${JSON.stringify(text(filler))},"jsonrpc":"2.0","id":${id}}`),
  deep: (id) => write(`{"jsonrpc":"2.0","id":${id},"result":${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}}`),
  noise: (id) => {
    for (const line of ["not json", "[1,2", "\u0000\u0001", "{}", "[]", "null", '{"jsonrpc":"2.0"}']) write(line);
    answer(id, text("after the noise"));
  },
  "wrong-id": (id) => {
    answer(id + 1000, text("for somebody else"));
    answer(`${id}`, text("for a text"));
    answer(id, text("for this one"));
  },
  twice: (id) => {
    answer(id, text("first"));
    answer(id, text("second"));
  },
  lone: (id) => write(`{"jsonrpc":"2.0","id":${id},"error":"not an object"}`),
  fine: (id) => answer(id, text("fine")),
};

createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === "initialize") {
    const { protocolVersion } = params;
    answer(id, { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "hostile", version: "1" } });
  }
  if (method === "tools/list") answer(id, { tools: names.map((name) => ({ name, inputSchema: { type: "object" } })) });
  if (method === "tools/call") mischief[params.name](id);
});
