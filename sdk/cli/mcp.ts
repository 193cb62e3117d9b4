/** `gatehouse mcp`: stands between an MCP client and an MCP server. */
import { serveStdio } from "../mcp/serve-stdio.ts";
import { connect } from "../pep/connect.ts";
import { Misused } from "./misused.ts";
import { nameOfCommand, pointDirectory } from "./point-directory.ts";
import { readOptions } from "./read-options.ts";

const SERVER_NAME = /^[^/\s]{1,100}$/u;

export async function run(argv: string[]): Promise<number> {
  const { agent, server, url, token, stateDir, name, command } = readArguments(argv);
  // Standard output belongs to the protocol.
  const log = {
    info: (message: string) => void process.stderr.write(`gatehouse: ${message}\n`),
    warn: (message: string) => void process.stderr.write(`gatehouse: ${message}\n`),
  };
  const point = await connect({ url, agent, enrolToken: token, kind: "mcp-proxy", stateDir, name, logger: log });
  try {
    const [program = "", ...args] = command;
    const { stdin, stdout } = process;
    return await serveStdio({ point, agentId: agent, server, command: program, args, stdin, stdout, log });
  } finally {
    await point.close();
  }
}

function readArguments(argv: string[]) {
  const split = argv.indexOf("--");
  const own = split === -1 ? argv : argv.slice(0, split);
  const command = split === -1 ? [] : argv.slice(split + 1);
  const text = { type: "string" } as const;
  const options = { agent: text, server: text, url: text, enroll: text, state: text, name: text };
  const { values } = readOptions({ args: own, options });
  const { agent, server, name } = values;
  if (!agent) throw new Misused("Say which agent makes the calls: --agent ID.");
  if (command.length === 0) throw new Misused("Say how the server is started, after two dashes: -- CMD ARGS.");
  if (server !== undefined && !SERVER_NAME.test(server))
    throw new Misused("A server's name has no spaces and no slash.");
  const { GATEHOUSE_URL, GATEHOUSE_ENROL_TOKEN, GATEHOUSE_STATE_DIR } = process.env;
  const called = server ?? nameOfCommand(command);
  return {
    agent,
    server,
    command,
    name: name ?? `${agent} · ${called}`,
    url: values.url ?? GATEHOUSE_URL ?? "http://localhost:3001",
    token: values.enroll ?? GATEHOUSE_ENROL_TOKEN,
    stateDir: values.state ?? GATEHOUSE_STATE_DIR ?? pointDirectory(agent, called),
  };
}
