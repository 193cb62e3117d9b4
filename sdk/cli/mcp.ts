/** `gatehouse mcp`: stands between MCP clients and MCP servers. */
import { isLoopback } from "../mcp/http-guard.ts";
import { McpHttpServer } from "../mcp/serve-http.ts";
import { serveStdio } from "../mcp/serve-stdio.ts";
import type { NamedServer } from "../mcp/upstream.ts";
import { connect } from "../pep/connect.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { readServers } from "./mcp-servers.ts";
import { Misused } from "./misused.ts";
import { nameOfCommand, pointDirectory } from "./point-directory.ts";
import { readOptions } from "./read-options.ts";

type Arguments = ReturnType<typeof readArguments>;

// Standard output belongs to the protocol.
const log = {
  info: (message: string) => void process.stderr.write(`gatehouse: ${message}\n`),
  warn: (message: string) => void process.stderr.write(`gatehouse: ${message}\n`),
};

export async function run(argv: string[]): Promise<number> {
  const given = readArguments(argv);
  const { agent, url, token, stateDir, name, credential, servers, listen, allowedMethods } = given;
  const point = await connect({
    url,
    agent,
    credential,
    enrolToken: token,
    kind: "mcp-proxy",
    stateDir,
    name,
    logger: log,
  });
  try {
    if (listen) return await serveHttp(point, given, listen);
    const { stdin, stdout } = process;
    return await serveStdio({ point, agentId: agent, servers, allowedMethods, stdin, stdout, log });
  } finally {
    await point.close();
  }
}

async function serveHttp(
  point: EnforcementPoint,
  { agent, servers, allowedMethods, origins }: Arguments,
  { host, port }: { host: string; port: number },
): Promise<number> {
  const token = process.env.GATEHOUSE_MCP_TOKEN ?? null;
  const server = new McpHttpServer({ point, agentId: agent, servers, allowedMethods, host, port, origins, token, log });
  const address = await server.listen();
  log.info(`MCP clients of ${agent} connect to ${address.href}`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
  await server.close();
  return 0;
}

function readArguments(argv: string[]) {
  const split = argv.indexOf("--");
  const own = split === -1 ? argv : argv.slice(0, split);
  const command = split === -1 ? [] : argv.slice(split + 1);
  const text = { type: "string" } as const;
  const texts = { type: "string", multiple: true } as const;
  const { values } = readOptions({
    args: own,
    options: {
      agent: text,
      credential: text,
      server: texts,
      upstream: text,
      header: texts,
      config: text,
      listen: text,
      "allow-origin": texts,
      "allow-method": texts,
      url: text,
      enroll: text,
      state: text,
      name: text,
    },
  });
  const { agent, upstream, config, server = [], header: headers = [] } = values;
  if (!agent) throw new Misused("Say which agent makes the calls: --agent ID.");
  const servers = readServers({ servers: server, upstream, headers, config, command });
  const listen = values.listen === undefined ? null : readListen(values.listen);
  const [only] = servers;
  if ((listen || upstream !== undefined) && only?.name === null)
    throw new Misused("Say by which name policies know the server: --server NAME.");
  const called = servers.length === 1 ? nameOf(only, command) : servers.map(({ name }) => name).join("+");
  const { GATEHOUSE_URL, GATEHOUSE_ENROL_TOKEN, GATEHOUSE_STATE_DIR } = process.env;
  return {
    agent,
    credential: values.credential,
    servers,
    listen,
    origins: new Set(values["allow-origin"]),
    allowedMethods: new Set(values["allow-method"]),
    name: (values.name ?? `${agent} · ${called}`).slice(0, 120),
    url: values.url ?? GATEHOUSE_URL ?? "http://localhost:3001",
    token: values.enroll ?? GATEHOUSE_ENROL_TOKEN,
    stateDir: values.state ?? GATEHOUSE_STATE_DIR ?? pointDirectory(agent, called),
  };
}

const nameOf = (server: NamedServer | undefined, command: readonly string[]): string =>
  server?.name ?? nameOfCommand(command);

function readListen(text: string): { host: string; port: number } {
  const [, host = "127.0.0.1", digits = ""] = /^(?:(\[[0-9a-fA-F:]+\]|[^:]+):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === "" || port > 65_535)
    throw new Misused("Say where to listen as HOST:PORT, or PORT for this machine alone.");
  if (!isLoopback(host) && !process.env.GATEHOUSE_MCP_TOKEN)
    throw new Misused(
      "Beyond this machine, clients have to show a token: put one into the environment as GATEHOUSE_MCP_TOKEN.",
    );
  return { host, port };
}
