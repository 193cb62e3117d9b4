/** What a chat is told about requests, through the real feed and a real webhook. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { cancelCheckpoint } from "@/lib/checkpoints/cancel-checkpoint";
import { openCheckpoint } from "@/lib/checkpoints/open-checkpoint";
import { database } from "@/lib/db/client";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { createSink } from "./create-sink";
import { deliverBatch } from "./deliver-batch";
import { numberFeed } from "./feed";
import { takeLease } from "./progress";
import { senderFor } from "./senders/sender-for";
import { placeOf } from "./sink-place";
import { type HttpPlace, httpPlace } from "./testing/places";

await testDatabase();
process.env.GATEHOUSE_EGRESS_ALLOW = "127.0.0.1";

let fleet: TestFleet;
let place: HttpPlace;
const ends: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  fleet = await testFleet();
  await numberFeed(database());
  place = await httpPlace();
  ends.push(place.close);
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const add = async (kind: "slack" | "teams") =>
  (await createSink(fleet.ctx, { name: kind, place: { kind, settings: {}, sends: ["checkpoint"], secret: place.url } }))
    .id;
const open = async () => (await openCheckpoint(fleet.point, fleet.held())).checkpointId;

/** Until nothing is left. */
async function drain(id: string): Promise<void> {
  await numberFeed(database());
  for (;;) {
    const sink = await takeLease(database(), id, "test");
    if (!sink) throw new Error("the sink is not to be had");
    const sender = senderFor(placeOf(sink), sink.orgId);
    const step = await deliverBatch(database(), sink, "test", sender);
    sender.close();
    if (step !== "sent") return;
  }
}
const texts = () => place.got.map(({ body }) => JSON.parse(body).text as string);

test("a request is told with class, risk and time left, and without the call's arguments", async () => {
  const id = await add("slack");
  const request = await open();
  await drain(id);
  expect(texts()).toHaveLength(1);
  expect(texts()[0]).toMatch(
    /^A tool call waits for a decision: `.+` money\.move, risk \w+, \d+ minutes left, until .+ UTC — </,
  );
  expect(texts()[0]).toContain(`/checkpoints/${request}|Review it>`);
  expect(texts()[0]).not.toContain("ACME");
});

test("a request that ended before its turn is not told, and holds nothing up", async () => {
  const id = await add("slack");
  await cancelCheckpoint(fleet.point, { id: await open() });
  const stands = await open();
  await drain(id);
  expect(texts()).toHaveLength(1);
  expect(texts()[0]).toContain(stands);
});

test("a flood of one agent is one line with a way to the inbox, in Slack and in Teams", async () => {
  const [slack, teams] = [await add("slack"), await add("teams")];
  for (let count = 0; count < 12; count++) await open();
  await drain(slack);
  expect(texts()).toHaveLength(1);
  expect(texts()[0]).toMatch(/^12 tool calls of one agent wait for a decision: /);
  expect(texts()[0]?.match(/</g)).toHaveLength(1);
  await drain(teams);
  expect(JSON.parse(place.got[1]?.body ?? "{}").attachments[0].content.body).toHaveLength(1);
});
