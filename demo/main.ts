/**
 * Runs the demo's live agents: stock MCP clients through the real proxy to real MCP servers, and one agent that uses the SDK.
 * They know nothing of the console but the gateway's address and their enrolment tokens, as any agent would.
 */
import { setMaxListeners } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { database } from "@/lib/db/client";
import { systemContext } from "@/lib/db/ctx";
import { prepareLive } from "@/lib/demo/prepare-live";
import { env } from "@/lib/env";
import { errorFields, log } from "@/lib/log";
import { releaseScript } from "./checks";
import { invoiceScript, writeInvoices } from "./invoices";
import type { LiveAgent } from "./live-agent";
import { runMcpAgent } from "./mcp-agent";
import { supportScript } from "./memories";
import { refundDefinition, runRefundDesk } from "./refunds";
import { listTools, type ServerCommand, serverCommand } from "./servers";

const stopping = new AbortController();
// Every call that is under way listens for the end.
setMaxListeners(0, stopping.signal);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stopping.abort());
process.on("unhandledRejection", (error) => log.error("unhandled rejection", errorFields(error)));

async function runOrganisation(orgId: string): Promise<void> {
  const home = path.join(env.dataDir, "demo-home", orgId);
  mkdirSync(home, { recursive: true });
  const files = path.join(home, "files");
  writeInvoices(files);
  const servers: ServerCommand[] = [
    serverCommand("demo-files", "server-filesystem", [files]),
    serverCommand("demo-memory", "server-memory", [], { MEMORY_FILE_PATH: path.join(home, "memory.jsonl") }),
    serverCommand("demo-checks", "server-everything", []),
  ];
  const system = systemContext(orgId, "demo");
  const seen = [];
  for (const server of servers) seen.push({ server: server.name, tools: await listTools(server) });
  await prepareLive(system, [...seen, { server: "demo-payments", tools: [refundDefinition] }]);
  const scripts = [invoiceScript(files), supportScript(), releaseScript()];
  const live: LiveAgent = { system, home, stopping: stopping.signal };
  await Promise.all([
    ...servers.map((server, at) => {
      const script = scripts[at];
      return script ? runMcpAgent(live, server, script) : undefined;
    }),
    runRefundDesk(live),
  ]);
}

const loaded = await database().organisation.findMany({ where: { demo: true }, select: { id: true } });
if (!existsSync(env.dataDir)) throw new Error(`The data directory ${env.dataDir} is gone.`);
const runs = loaded.map(({ id }) =>
  runOrganisation(id).catch((error: unknown) => log.error("the demo's live agents stopped", errorFields(error))),
);
// Without an organisation to serve, stay until the supervisor ends it, rather than be started again and again.
const ended = new Promise<void>((done) => stopping.signal.addEventListener("abort", () => done(), { once: true }));
await Promise.all([...runs, ended]);
await database().$disconnect();
process.exit(0);
