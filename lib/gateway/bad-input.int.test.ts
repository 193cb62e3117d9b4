/** What must not come in, at the real gateway: each a problem with a stable code, nothing applied, remembered where the point is known. */
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { callOf } from "@/lib/activity/testing";
import { database } from "@/lib/db/client";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { type TestFleet, testFleet, testPoint } from "@/lib/enforcement/testing";
import { generateSigningKey, type SigningKey, signToken } from "@/sdk/crypto";
import { startGateway, type TestGateway } from "./testing";

await testDatabase();
let mine: TestFleet;
let theirs: TestFleet;
let gateway: TestGateway;
beforeAll(async () => {
  mine = await testFleet();
  theirs = await testFleet("Another organisation");
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const now = () => Math.floor(Date.now() / 1000);
const claims = (more: object = {}) => ({
  iss: mine.enrolment.pepId,
  aud: "gatehouse" as const,
  iat: now(),
  exp: now() + 60,
  jti: "j",
  ...more,
});
const event = (agentId: string, id = `call-${Math.random()}`.padEnd(20, "0")) =>
  callOf(agentId, { id, reason: "", decisionNs: null });

type Sent = { body: BodyInit; headers?: Record<string, string>; token?: string; path?: string };
const post = ({ body, headers, token, path = "/v1/pep/events" }: Sent) =>
  fetch(`${gateway.url}${path}`, {
    method: "POST",
    body,
    headers: {
      authorization: `Bearer ${token ?? signToken(mine.key, claims())}`,
      "content-type": "application/json",
      ...headers,
    },
  });
const stored = () => database().activityEvent.count();
const expectProblem = async (response: Response, status: number, code: string) => {
  const body: unknown = await response.json();
  expect(body).toMatchObject({
    status,
    code,
    requestId: expect.stringMatching(/^req_/),
    serverTime: expect.any(String),
  });
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
};

describe("a body", () => {
  const good = () => JSON.stringify({ events: [event(mine.agentId)] });
  const bomb = () => gzipSync(`{"events":["${"x".repeat(64 * 1024 * 1024)}"]}`);
  const ndjson = { "content-type": "application/x-ndjson" };
  const cases: [string, () => Sent, number, string][] = [
    ["that is garbage", () => ({ body: "\u0000\u0001garbage" }), 400, "malformed_body"],
    ["that ends early", () => ({ body: good().slice(0, -2) }), 400, "malformed_body"],
    ["that is no object", () => ({ body: "[1]" }), 400, "malformed_body"],
    ["that is not UTF-8", () => ({ body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]) }), 400, "malformed_body"],
    ["that is deep", () => ({ body: `{"events":${"[".repeat(5000)}${"]".repeat(5000)}}` }), 400, "malformed_body"],
    [
      "that names a member twice",
      () => ({ body: good().replace('"effect":"allow"', '"effect":"deny","effect":"allow"') }),
      400,
      "malformed_body",
    ],
    [
      "that names a member twice in two spellings",
      () => ({ body: good().replace('{"events"', String.raw`{"\u0065vents":[],"events"`) }),
      400,
      "malformed_body",
    ],
    ["that is huge", () => ({ body: `{"events":["${"x".repeat(9 * 1024 * 1024)}"]}` }), 413, "payload_too_large"],
    [
      "that unpacks to a huge one",
      () => ({ body: bomb(), headers: { "content-encoding": "gzip" } }),
      413,
      "payload_too_large",
    ],
    [
      "that is half a gzip",
      () => ({ body: gzipSync(good()).subarray(0, 40), headers: { "content-encoding": "gzip" } }),
      400,
      "malformed_body",
    ],
    [
      "in another encoding",
      () => ({ body: good(), headers: { "content-encoding": "br" } }),
      415,
      "unsupported_media_type",
    ],
    [
      "of another type",
      () => ({ body: good(), headers: { "content-type": "text/plain" } }),
      415,
      "unsupported_media_type",
    ],
    [
      "of lines of which one is broken",
      () => ({ body: `${JSON.stringify(event(mine.agentId))}\n{"type":\n`, headers: ndjson }),
      400,
      "malformed_body",
    ],
    [
      "of lines of which one names a member twice",
      () => ({
        body: JSON.stringify(event(mine.agentId)).replace('"effect":"allow"', '"effect":"deny","effect":"allow"'),
        headers: ndjson,
      }),
      400,
      "malformed_body",
    ],
    [
      "of lines where only JSON is taken",
      () => ({ body: '{"kind":"bundle"}', headers: ndjson, path: "/v1/pep/acks" }),
      415,
      "unsupported_media_type",
    ],
    ["with unknown members", () => ({ body: '{"events":[{}],"more":1}' }), 400, "invalid_input"],
    ["with no event at all", () => ({ body: '{"events":[]}' }), 400, "invalid_input"],
  ];
  test.each(cases)("%s is refused, applies nothing, and is remembered", async (_, sent, status, code) => {
    const before = await stored();
    await expectProblem(await post(sent()), status, code);
    expect(await stored()).toBe(before);
    const remembered = async () =>
      (await database().auditEntry.findMany({ where: { orgId: mine.orgId, action: "access.refused" } })).some(
        ({ leaf, targetId }) => targetId === mine.enrolment.pepId && leaf.includes(`"code":"${code}"`),
      );
    await expect.poll(remembered, { timeout: 5_000, interval: 10 }).toBe(true);
  });

  test("of lines is taken, plain and packed, with a result for each line", async () => {
    const [first, second] = [event(mine.agentId), event(mine.agentId)];
    const lines = `${JSON.stringify(first)}\r\n\n${JSON.stringify({ ...second, effect: "perhaps" })}\n`;
    const answer = await post({ body: lines, headers: ndjson });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      results: [
        { id: first.id, status: "stored" },
        { id: second.id, status: "refused" },
      ],
    });
    const packed = await post({ body: gzipSync(lines), headers: { ...ndjson, "content-encoding": "gzip" } });
    expect(await packed.json()).toMatchObject({ results: [{ status: "duplicate" }, { status: "refused" }] });
  });

  test("that is good is taken, plain and packed", async () => {
    const before = await stored();
    expect((await post({ body: good() })).status).toBe(200);
    expect((await post({ body: gzipSync(good()), headers: { "content-encoding": "gzip" } })).status).toBe(200);
    expect(await stored()).toBe(before + 2);
  });
});

describe("text that Postgres cannot hold", () => {
  const send = (path: string, body: object) => post({ path, body: JSON.stringify(body) });
  const named = async (response: Response, path: string) => {
    expect(await response.clone().json()).toMatchObject({ invalidParams: [{ path }] });
    await expectProblem(response, 400, "invalid_input");
  };

  test("is refused by name in what identifies a call or a point, and nothing is applied", async () => {
    const held = mine.held({ onBehalfOf: "some\0body" });
    await named(await send("/v1/pep/checkpoints", held), "action.onBehalfOf");
    expect(await database().checkpoint.count({ where: { digest: held.digest } })).toBe(0);
    const { token } = await invitePoint(mine.ctx, { name: "odd", kind: "sdk" });
    const publicKey = generateSigningKey().publicKeyPem;
    const enrolment = { token, publicKey, kind: "sdk", name: "odd", version: "1\0" };
    await named(await send("/v1/pep/enroll", enrolment), "version");
    expect((await send("/v1/pep/enroll", { ...enrolment, version: "1" })).status).toBe(201);
  });

  test("is written as an escape in what an agent says, and costs none of the rest", async () => {
    const before = await stored();
    const events = [event(mine.agentId), { ...event(mine.agentId), reason: "a\0b \ud800" }, event(mine.agentId)];
    expect(await (await send("/v1/pep/events", { events })).json()).toMatchObject({
      results: [{ status: "stored" }, { status: "stored" }, { status: "stored" }],
    });
    expect(await stored()).toBe(before + 3);
    const ack = { kind: "bundle", revision: mine.revision, result: "refused", at: new Date().toISOString() };
    const acks = [{ ...ack, reason: "a\0b" }];
    expect(await (await send("/v1/pep/acks", { acks })).json()).toEqual({ accepted: 1 });
    const beat = { version: "1\0", revision: 1, spoolDepth: 0, gaps: 0, clock: new Date().toISOString() };
    expect((await send("/v1/pep/heartbeat", beat)).status).toBe(200);
  });

  test("does not keep a call from being held, nor its request from being withdrawn", async () => {
    const held = { ...mine.held({ arguments: { amount: 500, to: "a\0b \u202e" } }), agentReason: "since\0" };
    const opened = await send("/v1/pep/checkpoints", held);
    expect(opened.status).toBe(201);
    const { checkpointId } = (await opened.json()) as { checkpointId: string };
    const withdrawn = await send(`/v1/pep/checkpoints/${checkpointId}/cancel`, { reason: "gone\0" });
    expect(await withdrawn.json()).toMatchObject({ status: "cancelled", reason: "gone\\u0000" });
  });
});

describe("a token", () => {
  const cases: [string, () => string][] = [
    ["that is expired", () => signToken(mine.key, claims({ iat: now() - 100, exp: now() - 40 }))],
    ["for another audience", () => signToken(mine.key, { ...claims(), aud: "others" as "gatehouse" })],
    ["that lives too long", () => signToken(mine.key, claims({ exp: now() + 3600 }))],
    ["of another organisation's key", () => signToken(theirs.key, claims())],
    ["of nobody's key", () => signToken(generateSigningKey(), claims())],
    ["of a point that is not there", () => signToken(mine.key, claims({ iss: `pep_${"0".repeat(26)}` }))],
    ["that names a point with a NUL", () => signToken(mine.key, claims({ iss: "pep_\u0000" }))],
    ["whose claims were changed after it was known", () => changed(signToken(mine.key, claims()))],
  ];
  const changed = (token: string): string => {
    const [head, , signature] = token.split(".");
    const body = Buffer.from(JSON.stringify(claims({ iss: theirs.enrolment.pepId }))).toString("base64url");
    return `${head}.${body}.${signature}`;
  };
  test.each(cases)("%s is refused, and applies nothing", async (_, token) => {
    const before = await stored();
    const body = JSON.stringify({ events: [event(mine.agentId)] });
    await expectProblem(await post({ body, token: token() }), 401, "unauthenticated");
    await expectProblem(
      await fetch(`${gateway.url}/v1/pep/stream`, { headers: { authorization: `Bearer ${token()}` } }),
      401,
      "unauthenticated",
    );
    expect(await stored()).toBe(before);
  });
});

describe("a report", () => {
  const report = async (key: SigningKey, iss: string, events: unknown[]) => {
    const response = await post({ body: JSON.stringify({ events }), token: signToken(key, claims({ iss })) });
    return ((await response.json()) as { results: { status: string }[] }).results.map(({ status }) => status);
  };

  test("of another organisation's agent is refused item by item, and remembered", async () => {
    const own = event(mine.agentId);
    expect(await report(mine.key, mine.enrolment.pepId, [event(theirs.agentId), own])).toEqual(["refused", "stored"]);
    expect(await database().activityEvent.count({ where: { orgId: mine.orgId, agentId: theirs.agentId } })).toBe(0);
  });

  test("that is sent again is a duplicate, also by another point, and with another body it is refused", async () => {
    const other = await testPoint(mine.ctx, []);
    const first = event(mine.agentId);
    expect(await report(mine.key, mine.enrolment.pepId, [first])).toEqual(["stored"]);
    expect(await report(mine.key, mine.enrolment.pepId, [first])).toEqual(["duplicate"]);
    expect(await report(other.key, other.enrolment.pepId, [{ ...first, effect: "deny" }])).toEqual(["refused"]);
  });

  test("of many points at once has an answer for each event, its own", async () => {
    const points = await Promise.all(Array.from({ length: 6 }, () => testPoint(mine.ctx, [])));
    const answers = await Promise.all(
      points.map(({ key, enrolment }) =>
        report(key, enrolment.pepId, [
          event(mine.agentId),
          { type: "call" },
          event(theirs.agentId),
          event(mine.agentId),
        ]),
      ),
    );
    for (const answer of answers) expect(answer).toEqual(["stored", "refused", "refused", "stored"]);
  });
});
