/** A gateway on a machine whose clock is wrong: what it tells points, and whom it believes, goes by the database's clock. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/ctx";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { signToken } from "@/sdk/crypto";
import { startGateway, type TestGateway } from "./testing";

const HOUR_MS = 3_600_000;

await testDatabase();
let fleet: TestFleet;
let gateway: TestGateway;
beforeAll(async () => {
  fleet = await testFleet();
  gateway = await startGateway();
});
afterEach(() => vi.useRealTimers());
afterAll(() => gateway.stop());

const wrongClock = () => vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + HOUR_MS });
const databaseMs = async () => (await databaseNow(database())).getTime();
/** As a point signs whose own clock is right. */
const tokenAt = (ms: number) => {
  const iat = Math.floor(ms / 1000);
  return signToken(fleet.key, {
    iss: fleet.enrolment.pepId,
    aud: "gatehouse",
    iat,
    exp: iat + 60,
    jti: `j${Math.random()}`,
  });
};
const near = async (serverTime: string | undefined) =>
  expect(Math.abs(Date.parse(serverTime ?? "") - (await databaseMs()))).toBeLessThan(10_000);

/** What the stream says first, and then at the next lease. */
async function streamed(token: string): Promise<string> {
  const leaving = new AbortController();
  const response = await fetch(`${gateway.url}/v1/pep/stream`, {
    headers: { authorization: `Bearer ${token}` },
    signal: leaving.signal,
  });
  expect(response.status).toBe(200);
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes("event: lease")) break;
    if (text.includes("event: state")) gateway.hub.renewLeases();
  }
  leaving.abort();
  return text;
}

test("points are told the database's time: on the stream, at each lease, at a heartbeat and with a refusal", async () => {
  wrongClock();
  const token = tokenAt(await databaseMs());
  const told = [...(await streamed(token)).matchAll(/"serverTime":"([^"]+)"/g)].map(([, time]) => time);
  expect(told.length).toBeGreaterThanOrEqual(2);
  for (const time of told) await near(time);
  const beat = { version: "1", revision: 1, spoolDepth: 0, gaps: 0, clock: new Date(0).toISOString() };
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const heard = await fetch(`${gateway.url}/v1/pep/heartbeat`, { method: "POST", headers, body: JSON.stringify(beat) });
  await near(((await heard.json()) as { serverTime: string }).serverTime);
  const refused = await fetch(`${gateway.url}/v1/pep/acks`, { method: "POST" });
  expect(refused.status).toBe(401);
  await near(((await refused.json()) as { serverTime: string }).serverTime);
});

test("a token that is over by the database's clock is refused, whatever the machine's says", async () => {
  wrongClock();
  const ask = (token: string) =>
    fetch(`${gateway.url}/v1/pep/bundles/${fleet.revision}`, { headers: { authorization: `Bearer ${token}` } });
  expect((await ask(tokenAt((await databaseMs()) + HOUR_MS))).status).toBe(401);
  expect((await ask(tokenAt((await databaseMs()) - HOUR_MS))).status).toBe(401);
  expect((await ask(tokenAt(await databaseMs()))).status).toBe(200);
});
