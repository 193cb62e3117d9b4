/**
 * How fast recorded events reach a sink on this machine, from the feed in Postgres through OCSF to an acknowledged message,
 * beside the same bytes posted by plain node:http to the same place in the same run. One JSON line for each figure.
 */
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { database } from "@/lib/db/client";
import { createSink } from "@/lib/delivery/create-sink";
import { deliverBatch } from "@/lib/delivery/deliver-batch";
import { numberFeed } from "@/lib/delivery/feed";
import { takeLease } from "@/lib/delivery/progress";
import { senderFor } from "@/lib/delivery/senders/sender-for";
import { placeOf } from "@/lib/delivery/sink-place";
import { testOrg } from "@/lib/identity/testing";

export const needs = "database";

const EVENTS = 50_000;
const ROUNDS = 3;
process.env.GATEHOUSE_EGRESS_ALLOW = "127.0.0.1";

/** Takes everything and keeps the bodies of the last round. */
const bodies: Buffer[] = [];
let events = 0;
const server = createServer((incoming, answer) => {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => {
    bodies.push(Buffer.concat(chunks));
    answer.writeHead(200).end();
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
const { port } = server.address() as AddressInfo;

const db = database();
const org = await testOrg(db);
const place = {
  kind: "webhook",
  settings: { url: `http://127.0.0.1:${port}/` },
  sends: ["calls"],
  secret: "x".repeat(32),
} as const;
const { id } = await createSink(org.ctx, { name: "bench", place: { ...place, sends: ["calls"] } });

/** As the gateway stores them: batches of 500 in one statement. */
async function record(round: number): Promise<void> {
  for (let from = 0; from < EVENTS; from += 500) {
    await db.$executeRaw`
      INSERT INTO "ActivityEvent" ("orgId", "id", "at", "pepId", "agentId", "agentName", "tool", "operationClass", "effect", "code",
        "reason", "policies", "observed", "revision", "decisionNs", "argumentsDigest", "argumentsText", "chain", "bodyDigest")
      SELECT ${org.orgId}, 'bench-' || ${round}::int || '-' || n, now(), 'pep_bench', 'agt_bench', 'Bench agent', 'bank/pay', 'money.move',
        'allow', 'permitted', 'Allowed by the policy open.', ARRAY['open'], ARRAY[]::text[], 3, 5000, 'sha256:' || repeat('0', 64), '{}',
        ARRAY[]::text[], 'sha256:' || repeat('0', 64)
      FROM generate_series(${from}::int, ${from + 499}::int) n`;
  }
}

async function forward(): Promise<number> {
  bodies.length = 0;
  await numberFeed(db);
  const from = performance.now();
  for (;;) {
    const sink = await takeLease(db, id, "bench");
    if (!sink) throw new Error("the sink is not ours");
    const step = await deliverBatch(db, sink, "bench", sender);
    if (step === "failed" || step === "lost") throw new Error(`delivery ${step}`);
    if (step === "idle") break;
  }
  return performance.now() - from;
}

/** One connection kept, one message at a time, as the sink does. */
async function postRaw(messages: readonly Buffer[]): Promise<number> {
  const { Agent } = await import("node:http");
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const from = performance.now();
  for (const body of messages) {
    await new Promise<void>((resolve, reject) => {
      const sent = request({
        agent,
        port,
        host: "127.0.0.1",
        method: "POST",
        headers: { "content-length": body.length },
      });
      sent.once("response", (response) => response.resume().once("end", () => resolve()));
      sent.once("error", reject);
      sent.end(body);
    });
  }
  const took = performance.now() - from;
  agent.destroy();
  return took;
}

const first = await db.sink.findUniqueOrThrow({ where: { id } });
const sender = senderFor(placeOf(first), org.orgId);
const rounds: { ours: number; raw: number; bytes: number }[] = [];
for (let round = 0; round < ROUNDS; round++) {
  await record(round);
  const ours = await forward();
  const messages = [...bodies];
  events = messages.reduce((sum, body) => sum + (JSON.parse(body.toString()) as unknown[]).length, 0);
  if (events < EVENTS) throw new Error(`only ${events} of ${EVENTS} events arrived`);
  rounds.push({ ours, raw: await postRaw(messages), bytes: messages.reduce((sum, { length }) => sum + length, 0) });
}
sender.close();
server.close();
await db.$disconnect();

const [middle] = [...rounds].sort((a, b) => a.ours - b.ours).slice(1);
if (!middle) throw new Error("no rounds");
console.log(
  JSON.stringify({
    name: "forward_events_per_s",
    value: Math.round(EVENTS / (middle.ours / 1000)),
    unit: "events/s",
    against: `the same ${(middle.bytes / 1e6).toFixed(0)} MB posted by plain node:http: ${Math.round(EVENTS / (middle.raw / 1000))} events/s`,
    ratio: Number((middle.raw / middle.ours).toFixed(3)),
  }),
);
