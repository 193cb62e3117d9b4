/**
 * The MCP server that exercises attack through, as a program of its own: its tools and answers stand in a file that is read anew
 * at each listing, so that a definition can change under the client, and each call that reaches it is a line in a log. That log
 * is the truth about what got through. Plain JavaScript, so that any Node runs it without a build.
 */
export const targetSource = `"use strict";
const fs = require("node:fs");
const readline = require("node:readline");
const [file, log, memory] = process.argv.slice(2);
const served = () => JSON.parse(fs.readFileSync(file, "utf8"));
const send = (message) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\\n");
const remembered = () => (fs.existsSync(memory) ? fs.readFileSync(memory, "utf8") : "");
fs.watchFile(file, { interval: 50 }, () => send({ method: "notifications/tools/list_changed" }));
function call({ name, arguments: given = {} }) {
  const { tools, answers } = served();
  if (!tools.some((tool) => tool.name === name)) throw new Error("there is no tool " + name);
  fs.appendFileSync(log, JSON.stringify({ tool: name, arguments: given }) + "\\n");
  const answer = answers[name] ?? { text: "done" };
  if (answer.remember) fs.appendFileSync(memory, String(given[answer.remember]) + "\\n");
  return { content: [{ type: "text", text: answer.recall ? remembered() : (answer.text ?? "done") }] };
}
function answer({ id, method, params }) {
  if (method === "initialize") {
    const { protocolVersion } = params;
    const capabilities = { tools: { listChanged: true } };
    return send({ id, result: { protocolVersion, capabilities, serverInfo: { name: served().name, version: "1" } } });
  }
  if (method === "tools/list") return send({ id, result: { tools: served().tools } });
  if (method === "ping") return send({ id, result: {} });
  if (method === "tools/call") {
    try {
      return send({ id, result: call(params) });
    } catch (error) {
      return send({ id, error: { code: -32602, message: error.message } });
    }
  }
  if (id !== undefined) send({ id, error: { code: -32601, message: "no such method" } });
}
readline.createInterface({ input: process.stdin }).on("line", (line) => answer(JSON.parse(line)));
process.stdin.on("end", () => process.exit(0));
`;
