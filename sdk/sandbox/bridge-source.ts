/**
 * The program inside a sandbox that gives the agent a proxy on its own loopback: it carries bytes to the egress proxy's socket
 * and knows nothing else. It also starts the agent, so that the proxy is there first. Plain JavaScript: it is written into the
 * sandbox as a file of its own. An agent that stops it has only cut itself off.
 */
export const BRIDGE_PORT = 3128;

export const bridgeSource = `"use strict";
const net = require("node:net");
const { spawn } = require("node:child_process");
const [socket, command, ...args] = process.argv.slice(2);
const server = net.createServer({ allowHalfOpen: true }, (client) => {
  const proxy = net.connect({ path: socket, allowHalfOpen: true });
  for (const side of [client, proxy]) side.on("error", () => { client.destroy(); proxy.destroy(); });
  client.pipe(proxy);
  proxy.pipe(client);
});
server.listen(${BRIDGE_PORT}, "127.0.0.1", () => {
  const child = spawn(command, args, { stdio: "inherit" });
  child.on("error", (error) => {
    console.error("gatehouse: " + command + " cannot be started in the sandbox: " + error.message);
    process.exit(127);
  });
  child.on("exit", (code, signal) => process.exit(code === null ? 128 + require("node:os").constants.signals[signal] : code));
});
`;
