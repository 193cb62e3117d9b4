/** An agent whose program runs under `gatehouse run` for as long as the journey lasts, and its canaries beside it. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createSinkOp } from "@/lib/delivery/contract";
import { invitePointOp } from "@/lib/enforcement/contract";
import { listPeopleOp } from "@/lib/identity/contract";
import { approveServerToolsOp, listToolsOp, registerAgentOp } from "@/lib/inventory/contract";
import { createPolicyOp } from "@/lib/policy/contract";
import { api, expect, gatewayUrl, publish } from "./journey";
import { second, secondPerson } from "./second-person";

const gatehouse = path.resolve(import.meta.dirname, "../../sdk/bin/gatehouse.mjs");

export type BoxedAgent = {
  id: string;
  /** Runs the canaries as they are run where the agent runs. */
  canaries(profile: object, env?: Record<string, string>): Promise<{ code: number | null; said: string }>;
  /** Starts its program, which reads from its host, tries to send, and stays; resolves to what it has said by then. */
  start(profile: object): Promise<string>;
  /** What its host was asked. */
  asked: string[];
  rule: object;
  stop(): void;
};

/** Of the tier critical, with two owners; nothing of it is approved yet. */
export async function boxedAgent(name: string): Promise<BoxedAgent> {
  const call = api();
  await secondPerson();
  const people = (await call(listPeopleOp, {})).items;
  const backup = people.find(({ email }) => email === second.email);
  const owner = people.find(({ id }) => id !== backup?.id);
  const owners = { ownerId: owner?.id ?? null, backupOwnerId: backup?.id ?? null };
  const { id } = await call(registerAgentOp, { name, purpose: "Runs code", riskTier: "critical", ...owners });
  const { token } = await call(invitePointOp, { name: `${name} sandbox`, kind: "sandbox", agents: [id] });
  const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-e2e-boxed-"));
  const asked: string[] = [];
  const host = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end("served");
  });
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  const { port } = host.address() as AddressInfo;
  const args = (command: string, profile: object) => {
    const file = path.join(folder, `${command}.json`);
    writeFileSync(file, JSON.stringify({ format: 1, ...profile }));
    const place = ["--agent", id, "--profile", file, "--state", path.join(folder, "state")];
    return [gatehouse, command, ...place, "--url", gatewayUrl, "--enroll", token];
  };
  let program: ChildProcess | null = null;
  return {
    id,
    asked,
    rule: { host: "127.0.0.1", port, as: "http", addresses: ["127.0.0.1"] },
    canaries(profile, env = {}) {
      const child = spawn(process.execPath, args("canary", profile), { env: { ...process.env, ...env } });
      let said = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (bytes) => {
          said += bytes;
        });
      return new Promise((resolve) => child.once("close", (code) => resolve({ code, said })));
    },
    start(profile) {
      const running = spawn(process.execPath, [...args("run", profile), "--", "node", "-e", programFor(port)]);
      program = running;
      let said = "";
      return new Promise((resolve) => {
        running.once("close", () => resolve(said));
        for (const stream of [running.stdout, running.stderr])
          stream.on("data", (bytes) => {
            said += bytes;
            if (said.includes("at work\n")) resolve(said);
          });
      });
    },
    stop() {
      program?.kill("SIGTERM");
      host.close();
      host.closeAllConnections();
    },
  };
}

const programFor = (port: number): string => `
  const http = require("node:http");
  const ask = (method) => new Promise((resolve) => {
    const at = { host: "127.0.0.1", port: 3128, path: "http://127.0.0.1:${port}/v1", headers: { host: "127.0.0.1:${port}" } };
    http.request({ ...at, method }, (answer) => { answer.resume(); resolve(answer.statusCode); }).end();
  });
  (async () => {
    console.log("GET", await ask("GET"), "POST", await ask("POST"));
    console.log("at work");
    setInterval(() => {}, 1000);
  })();`;

const classes = {
  run: { operationClass: "code.execute", reversibility: "compensable" },
  post: { operationClass: "data.export", reversibility: "irreversible" },
} as const;
const reads = { operationClass: "read", reversibility: "reversible" } as const;

/** What people do once for a sandbox: its tools are approved, sending data out is forbidden, and its calls go into a file. */
export async function governBox({ id }: BoxedAgent): Promise<void> {
  const call = api();
  const items = async (server: string) => (await call(listToolsOp, { server, state: "waiting" })).items;
  const waiting = async () => (await Promise.all(["sandbox", "egress"].map(items))).flat();
  const named = async () => (await waiting()).map(({ name }) => name);
  await expect.poll(named).toEqual(expect.arrayContaining(Object.keys(classes)));
  const tools = (await waiting()).map((tool) => ({
    id: tool.id,
    definitionDigest: tool.definitionDigest,
    ...(tool.name === "run" || tool.name === "post" ? classes[tool.name] : reads),
  }));
  await call(approveServerToolsOp, { tools });
  const may = (server: string) => `permit (principal == Agent::"${id}", action, resource == Server::"${server}");`;
  const never = `forbid (principal == Agent::"${id}", action == Action::"egress/post", resource);`;
  for (const [slug, title, text] of [
    ["boxed-runs", "The agent in the box runs", may("sandbox")],
    ["boxed-asks", "The agent in the box asks hosts", may("egress")],
    ["boxed-sends-nothing", "The agent in the box sends nothing", never],
  ] as const)
    await call(createPolicyOp, { slug, title, text });
  await call(createSinkOp, {
    name: "Calls out of the box",
    place: { kind: "file", settings: { file: "boxed.ndjson" }, sends: ["calls"] },
  });
  await publish("the box");
}
