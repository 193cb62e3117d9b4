/** What the benches of the fleet stand on: a real gateway, the management API, and points that are enrolled in the database. */
import { type ChildProcess, spawn } from "node:child_process";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { approveCheckpoint } from "@/lib/checkpoints/approve-checkpoint";
import { database } from "@/lib/db/client";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { route } from "@/lib/http/route";
import { createApiKey } from "@/lib/identity/create-api-key";
import { registerAgent } from "@/lib/inventory/register-agent";
import { publishBundle } from "@/lib/policy/publish-bundle";
import { newId } from "@/lib/shared/ids";
import { privateKeyPem } from "@/sdk/crypto";

const root = path.resolve(import.meta.dirname, "../..");

export type Fleet = TestFleet & {
  points: string[];
  privateKey: string;
  gatewayUrl: string;
  gatewayPid: number;
  /** Calls the management API over HTTP; throws when it refuses. */
  api: (address: string, body: object) => Promise<Record<string, unknown>>;
  stop: () => Promise<void>;
};

/** All points share one key: what differs between them is who they are. */
export async function fleetOf(count: number): Promise<Fleet> {
  const fleet = await testFleet("Bench");
  const points = Array.from({ length: count }, () => newId("point"));
  await database().pep.createMany({
    data: points.map((id, place) => ({
      id,
      orgId: fleet.orgId,
      name: `point ${place}`,
      kind: "mcp-proxy",
      version: "0",
      publicKey: fleet.key.publicKeyPem,
      mode: "enforce",
      agents: [],
      lastSeenAt: new Date(),
    })),
  });
  const gateway = await startGateway();
  const console = await startConsole();
  const { secret } = await createApiKey(fleet.ctx, { name: "bench", role: "admin" });
  return {
    ...fleet,
    points,
    privateKey: privateKeyPem(fleet.key),
    gatewayUrl: gateway.url,
    gatewayPid: gateway.child.pid ?? 0,
    api: async (address, body) => {
      const response = await fetch(`${console.url}${address}`, {
        method: "POST",
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      const answer = (await response.json()) as Record<string, unknown>;
      if (!response.ok) throw new Error(`${address} answered ${response.status}: ${JSON.stringify(answer)}`);
      return answer;
    },
    stop: async () => {
      console.server.close();
      const ended = new Promise((resolve) => gateway.child.once("exit", resolve));
      gateway.child.kill("SIGTERM");
      await ended;
      await database().$disconnect();
    },
  };
}

/** Each is killed once. */
export async function moreAgents({ ctx }: Fleet, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let place = 0; place < count; place++)
    ids.push((await registerAgent(ctx, { name: `Agent ${newId("request")}`, purpose: "is killed" })).id);
  return ids;
}

async function startGateway(): Promise<{ url: string; child: ChildProcess }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [path.join(root, "dist/gateway.mjs")], {
    env: { ...process.env, GATEWAY_PORT: String(port), HOST: "127.0.0.1", NODE_ENV: "production" },
    stdio: ["ignore", 2, 2],
  });
  let over = false;
  child.once("exit", () => {
    over = true;
  });
  const ready = () =>
    fetch(`${url}/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await ready())) {
    if (over) throw new Error("the gateway did not start");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { url, child };
}

/** The console's own route handlers, without the pages. */
async function startConsole(): Promise<{ url: string; server: http.Server }> {
  const handlers: Record<string, ReturnType<typeof route>> = {
    kill: route(killAgent),
    approve: route(approveCheckpoint),
    bundles: route(publishBundle),
  };
  const server = http.createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const [, , , id = "", last = ""] = (incoming.url ?? "").split("/");
    const handler = handlers[last || "bundles"];
    const request = new Request(`http://console${incoming.url}`, {
      method: "POST",
      headers: { authorization: String(incoming.headers.authorization), "content-type": "application/json" },
      body: Buffer.concat(chunks),
    });
    const response = await handler?.(request, { params: Promise.resolve<Record<string, string>>(last ? { id } : {}) });
    outgoing.writeHead(response?.status ?? 404).end(await response?.text());
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

async function freePort(): Promise<number> {
  const server = http.createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
