/** Delivery against a real Postgres and real places: what is promised when they refuse, fail, or are cut off half-way. */

import { createHmac } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { recordAudit } from "@/lib/audit/record";
import { database } from "@/lib/db/client";
import { transaction } from "@/lib/db/ctx";
import { actByTwo } from "@/lib/enforcement/testing";
import { renameOrganisation } from "@/lib/identity/rename-organisation";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import type { SinkPlace } from "./contract";
import { createSink } from "./create-sink";
import { deleteSink } from "./delete-sink";
import { deliverBatch, type Step } from "./deliver-batch";
import { editSink } from "./edit-sink";
import { numberFeed, trimFeed } from "./feed";
import { getSink } from "./get-sink";
import { listDeadLetters } from "./list-dead-letters";
import { listSinks } from "./list-sinks";
import { pauseSink } from "./pause-sink";
import { takeLease } from "./progress";
import { DeliveryPump } from "./pump";
import { raiseAlarms } from "./raise-alarms";
import { redriveDeadLetters } from "./redrive-dead-letters";
import { replaySink } from "./replay-sink";
import { resumeSink } from "./resume-sink";
import { MOST_REFUSED_IN_ROW } from "./rules";
import { senderFor } from "./senders/sender-for";
import { placeOf } from "./sink-place";
import { testSink } from "./test-sink";
import { testCertificate } from "./testing/certificate";
import { frames, type Got, type HttpPlace, httpPlace, tcpPlace } from "./testing/places";

const databaseUrl = await testDatabase();
process.env.GATEHOUSE_EGRESS_ALLOW = "127.0.0.1";

let org: TestOrg;
let place: HttpPlace;
const ends: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  org = await testOrg();
  place = await httpPlace();
  ends.push(place.close);
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const secret = "a secret of sixteen or more";
const webhook = (url = place.url): SinkPlace => ({
  kind: "webhook",
  settings: { url },
  sends: ["audit", "findings", "calls"],
  secret,
});
const addSink = async (at: SinkPlace = webhook(), name = "SIEM") => (await createSink(org.ctx, { name, place: at })).id;

/** Something is committed: one administrative fact. */
const happen = (name: string) =>
  transaction(org.ctx, (tx) =>
    recordAudit(tx, { action: "agent.edited", target: { kind: "agent", id: "agt_1", name } }),
  );

/** As the pump does, in this thread, until there is nothing more or nothing goes. */
async function drain(id: string, holder = "here"): Promise<Step> {
  const db = database();
  await numberFeed(db);
  for (;;) {
    const sink = await takeLease(db, id, holder);
    if (!sink) return "lost";
    const sender = senderFor(placeOf(sink), sink.orgId, { timeoutMs: 2_000 });
    const step = await deliverBatch(db, sink, holder, sender).finally(() => sender.close());
    if (step !== "sent") return step;
  }
}

type Sent = { metadata: { uid: string; sequence: number; log_source: string }; message: string; activity_name: string };
const eventsIn = ({ body }: Got): Sent[] => JSON.parse(body);
const received = (from: HttpPlace = place): Sent[] => from.got.flatMap(eventsIn);
const named = (events: readonly Sent[]) => events.filter(({ activity_name }) => activity_name === "Update");
const names = (events: readonly Sent[]) => named(events).map(({ message }) => /\((.*)\)$/.exec(message)?.[1]);
const sequences = (events: readonly Sent[]) => events.map(({ metadata }) => metadata.sequence);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("who may", () => {
  test("only operators add, change and try sinks; auditors may look", async () => {
    const id = await addSink();
    await expect(createSink(org.as("auditor"), { name: "x", place: webhook() })).rejects.toThrow(/permission/);
    await expect(
      replaySink(org.as("owner"), { id, from: "2026-01-01T00:00:00.000Z", to: "2026-01-02T00:00:00.000Z" }),
    ).rejects.toThrow(/permission/);
    expect((await listSinks(org.as("auditor"), {})).items).toHaveLength(1);
    await expect(listSinks(org.as("executive"), {})).rejects.toThrow(/permission/);
  });

  test("another organisation's sink does not exist here", async () => {
    const id = await addSink();
    const other = await testOrg();
    await expect(getSink(other.ctx, { id })).rejects.toThrow(/no such sink/);
    await expect(testSink(other.ctx, { sinkId: id, place: webhook() })).rejects.toThrow(/no such sink/);
  });

  test("no secret comes back out, and none is in the audit log", async () => {
    const id = await addSink();
    const said = JSON.stringify([await listSinks(org.ctx, {}), await getSink(org.ctx, { id })]);
    const log = JSON.stringify(
      await database().auditEntry.findMany({ where: { orgId: org.orgId }, select: { leaf: true } }),
    );
    for (const text of [said, log]) expect(text).not.toContain(secret);
  });

  test("a webhook without a secret is refused, and an edit without one keeps it", async () => {
    const { secret: _, ...open } = { ...webhook() };
    await expect(createSink(org.ctx, { name: "x", place: open as SinkPlace })).rejects.toThrow(/needs a secret/);
    const id = await addSink();
    await actByTwo(
      org,
      editSink(org.ctx, { reason: "for the test", id, version: 1, name: "Renamed", place: open as SinkPlace }),
    );
    expect(placeOf(await database().sink.findUniqueOrThrow({ where: { id } })).secret).toBe(secret);
    await expect(editSink(org.ctx, { id, version: 1, name: "Again", place: webhook() })).rejects.toThrow(/meanwhile/);
  });
});

test("every fact arrives once, in order, under numbers without a gap, signed over its very bytes", async () => {
  const id = await addSink();
  for (const name of ["a", "b", "c"]) await happen(name);
  expect(await drain(id)).toBe("idle");
  expect(names(received())).toEqual(["a", "b", "c"]);
  expect(sequences(received())).toEqual(upTo(received().length));
  const [first] = place.got;
  const [, at, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(first?.headers["gatehouse-signature"])) ?? [];
  expect(signature).toBe(createHmac("sha256", secret).update(`${at}.${first?.body}`).digest("hex"));
  expect(received().every(({ metadata }) => metadata.log_source === id)).toBe(true);
});

test("a transaction that commits late is not passed over by those that began after it", async () => {
  const id = await addSink();
  const late = new pg.Client({ connectionString: databaseUrl });
  await late.connect();
  ends.push(() => late.end());
  await late.query("BEGIN");
  await late.query(
    `INSERT INTO "AuditEntry" ("id","orgId","at","actorKind","actorId","actorName","action","targetKind","targetId","targetName","requestId","leaf","leafHash")
     VALUES ('aud_late', $1, now(), 'user', 'u', 'Late', 'agent.edited', 'agent', 'a', 'late', 'r', '{}', '00')`,
    [org.orgId],
  );
  await happen("early");
  await drain(id);
  expect(names(received())).toEqual(["early"]);
  await late.query("COMMIT");
  await drain(id);
  expect(names(received())).toEqual(["early", "late"]);
  expect(sequences(received())).toEqual(upTo(received().length));
});

test("what was rolled back is never sent", async () => {
  const id = await addSink();
  await expect(
    transaction(org.ctx, async (tx) => {
      await recordAudit(tx, { action: "agent.edited", target: { kind: "agent", id: "agt_1", name: "undone" } });
      throw new Error("no");
    }),
  ).rejects.toThrow();
  await drain(id);
  expect(names(received())).toEqual([]);
});

test.each([500, 503, 401, 403, 404, 302, "slam", "hang"] as const)(
  "a place that answers %s loses nothing: the same events come again with the same ids and numbers",
  async (how) => {
    const id = await addSink();
    await happen("a");
    const tried: Got[] = [];
    place.behave((got) => {
      tried.push(got);
      return how;
    });
    expect(await drain(id)).toBe("failed");
    const sink = await getSink(org.ctx, { id });
    expect(sink).toMatchObject({ state: "failing", sequence: 0, parked: 0, failures: 1 });
    expect(Date.parse(sink.retryAt ?? "")).toBeGreaterThan(Date.parse(sink.lastError?.at ?? ""));
    place.behave(200);
    await resumeSink(org.ctx, { id });
    expect(await drain(id)).toBe("idle");
    expect(names(received())).toEqual(["a"]);
    const ids = (events: Sent[]) => named(events).map(({ metadata }) => [metadata.uid, metadata.sequence]);
    expect(ids(received())).toEqual(ids(tried.slice(0, 1).flatMap(eventsIn)));
    expect((await getSink(org.ctx, { id })).state).toBe("delivering");
  },
);

test("an answer that was lost means a repeat under the same ids and numbers, never a hole", async () => {
  const id = await addSink();
  await happen("a");
  const db = database();
  await numberFeed(db);
  const sink = await takeLease(db, id, "dies");
  if (!sink) throw new Error("no lease");
  const sender = senderFor(placeOf(sink), sink.orgId);
  // Killed between the answer and the commit: the place has the events, the database does not know.
  await db.$executeRaw`UPDATE "Sink" SET "leaseUntil" = now() - interval '1 second', "leaseHolder" = 'another' WHERE "id" = ${id}`;
  expect(await deliverBatch(db, sink, "dies", sender)).toBe("lost");
  sender.close();
  await drain(id);
  const [first, second] = place.got.map(eventsIn);
  expect(named(second ?? []).map(({ metadata }) => metadata)).toEqual(
    named(first ?? []).map(({ metadata }) => metadata),
  );
});

test("while one process delivers to a sink, another does not", async () => {
  const id = await addSink();
  expect(await takeLease(database(), id, "one")).not.toBeNull();
  expect(await takeLease(database(), id, "two")).toBeNull();
});

describe("an event that is refused for good", () => {
  const refuse = (text: string) => place.behave((got) => (got.body.includes(text) ? 400 : 200));

  test("is put aside alone; its neighbours arrive, and its number stays open until it is sent again", async () => {
    const id = await addSink();
    for (const name of ["a", "b", "poison", "c", "d"]) await happen(name);
    refuse("poison");
    expect(await drain(id)).toBe("idle");
    expect(names(received())).toEqual(["a", "b", "c", "d"]);
    const { items } = await listDeadLetters(org.ctx, { id });
    expect(items).toMatchObject([{ status: "parked", reason: "It answered 400.", attempts: 1 }]);
    const hole = items[0]?.sequence ?? 0;
    expect(sequences(received())).not.toContain(hole);
    place.behave(200);
    expect(await redriveDeadLetters(org.ctx, { id })).toEqual({ queued: 1 });
    await drain(id);
    expect(sequences(received()).sort((a, b) => a - b)).toEqual(upTo(received().length));
    expect(received().find(({ metadata }) => metadata.sequence === hole)?.message).toContain("poison");
    expect((await listDeadLetters(org.ctx, { id })).items).toEqual([]);
  });

  test("again is put aside again, and counted", async () => {
    const id = await addSink();
    await happen("poison");
    refuse("poison");
    await drain(id);
    await redriveDeadLetters(org.ctx, { id });
    await drain(id);
    expect((await listDeadLetters(org.ctx, { id })).items).toMatchObject([{ status: "parked", attempts: 2 }]);
  });

  test("because it is too large in company arrives in smaller messages", async () => {
    const id = await addSink();
    for (const name of ["a", "b", "c", "d", "e"]) await happen(name);
    place.behave((got) => (eventsIn(got).length > 2 ? 413 : 200));
    expect(await drain(id)).toBe("idle");
    expect(names(received())).toEqual(["a", "b", "c", "d", "e"]);
    expect((await getSink(org.ctx, { id })).parked).toBe(0);
  });

  test("like every other is the place's fault: after a few nothing more is put aside", async () => {
    const id = await addSink();
    for (let made = 0; made < MOST_REFUSED_IN_ROW + 5; made++) await happen(`n${made}`);
    place.behave(400);
    expect(await drain(id)).toBe("failed");
    expect((await getSink(org.ctx, { id })).parked).toBe(MOST_REFUSED_IN_ROW);
  });
});

test("a paused sink is sent nothing, and goes on where it stopped", async () => {
  const id = await addSink();
  await actByTwo(org, pauseSink(org.ctx, { reason: "for the test", id }));
  await happen("a");
  expect(await drain(id)).toBe("lost");
  await trimFeed(database());
  await resumeSink(org.ctx, { id });
  await drain(id);
  expect(names(received())).toEqual(["a"]);
});

test("the feed is trimmed to what no sink needs any more", async () => {
  const id = await addSink();
  await happen("a");
  await drain(id);
  await happen("b");
  await numberFeed(database());
  await trimFeed(database());
  expect(await database().deliveryFeed.count({ where: { orgId: org.orgId } })).toBe(1);
});

test("a replay sends a range again under the same ids and new numbers, to this sink alone", async () => {
  const [id, other] = [await addSink(), await addSink(webhook(), "Other")];
  const from = new Date(Date.now() - 60_000).toISOString();
  for (const name of ["a", "b"]) await happen(name);
  await drain(id);
  await drain(other);
  place.got.splice(0);
  const to = new Date(Date.now() + 60_000).toISOString();
  const counted = await replaySink(org.ctx, { id, from, to, dryRun: true });
  expect(counted).toEqual({ events: expect.any(Number), queued: false });
  await drain(id);
  expect(received()).toEqual([]);
  expect(await replaySink(org.ctx, { id, from, to })).toMatchObject({ queued: true, events: counted.events });
  await drain(id);
  expect(names(received())).toEqual(["a", "b"]);
  expect(received().every(({ metadata }) => metadata.log_source === id)).toBe(true);
  expect((await getSink(org.ctx, { id })).missing).toBe(0);
});

test("what telemetry reports arrives once it is known whether a point decided it, and again when that changes", async () => {
  const id = await addSink();
  const orgId = org.orgId;
  const from = new Date(Date.now() - 60_000).toISOString();
  const told = {
    ...{
      orgId,
      at: new Date(),
      reporterId: "key_1",
      reporterName: "Collector",
      agentId: "agt_1",
      agentName: "Stray",
      tool: "x/y",
    },
    ...{ toolKnown: false, convention: "gen_ai", argumentsText: "", outcome: "succeeded", bodyDigest: "" },
  };
  await database().reportedCall.createMany({ data: ["a", "b", "c"].map((ref) => ({ ...told, id: ref })) });
  await drain(id);
  const reports = () =>
    received().flatMap((event) => (event.metadata.uid.startsWith("reported:") ? [event.metadata.uid] : []));
  expect(reports()).toEqual([]);
  const settle = (ref: string, mediation: string, decisionId: string | null = null) =>
    database().reportedCall.update({ where: { orgId_id: { orgId, id: ref } }, data: { mediation, decisionId } });
  await settle("a", "unmediated");
  await settle("b", "decided", "call_1");
  await settle("c", "part", "b");
  await settle("a", "unmediated");
  // What is not sent yet still says what was known when it came about.
  await settle("a", "decided", "call_2");
  await drain(id);
  expect(reports()).toEqual(["reported:unmediated:a", "reported:decided:b", "reported:decided:a"]);
  const sequences = received().map(({ metadata }) => metadata.sequence);
  expect(sequences).toEqual(sequences.map((_, place) => (sequences[0] ?? 0) + place));
  const first = received().find(({ metadata }) => metadata.uid === "reported:unmediated:a");
  expect(first).toMatchObject({ is_alert: true, unmapped: { mediation: "unmediated", decision: null } });
  place.got.splice(0);
  await replaySink(org.ctx, { id, from, to: new Date(Date.now() + 60_000).toISOString() });
  await drain(id);
  expect(reports().sort()).toEqual(["reported:decided:a", "reported:decided:b"]);
  expect((await getSink(org.ctx, { id })).missing).toBe(0);
});

test("events whose rows are gone are counted as missing, and open a finding", async () => {
  const id = await addSink();
  await database()
    .$executeRaw`INSERT INTO "DeliveryFeed" ("orgId", "source", "refs") VALUES (${org.orgId}, 'call', ARRAY['gone'])`;
  await drain(id);
  const sink = await database().sink.findUniqueOrThrow({ where: { id } });
  expect(sink.missing).toBe(1);
  await raiseAlarms(database(), sink, new Date());
  expect(await database().finding.findFirst({ where: { orgId: org.orgId, subjectId: id } })).toMatchObject({
    kind: "delivery.failing",
    status: "open",
    title: "SIEM misses 1 events",
  });
});

test("a sink that has failed for a minute opens a finding, which closes when it takes events again", async () => {
  const id = await addSink();
  await happen("a");
  place.behave(500);
  await drain(id);
  const failing = await database().sink.findUniqueOrThrow({ where: { id } });
  await raiseAlarms(database(), failing, new Date(Date.now() + 50_000));
  expect(await database().finding.count({ where: { orgId: org.orgId } })).toBe(0);
  await raiseAlarms(database(), failing, new Date(Date.now() + 70_000));
  expect(await database().finding.count({ where: { orgId: org.orgId, status: "open" } })).toBe(1);
  place.behave(200);
  await resumeSink(org.ctx, { id });
  await drain(id);
  await raiseAlarms(database(), await database().sink.findUniqueOrThrow({ where: { id } }), new Date());
  expect(await database().finding.count({ where: { orgId: org.orgId, status: "open" } })).toBe(0);
});

describe("other places", () => {
  test("Splunk gets an envelope each, with the token, and a wrong index gives up nothing", async () => {
    const id = await addSink({
      kind: "splunk",
      settings: { url: `http://127.0.0.1:${place.port}` },
      sends: ["audit"],
      secret: "tok",
    });
    await happen("a");
    place.behave({ status: 400, body: '{"text":"Incorrect index","code":7}' });
    expect(await drain(id)).toBe("failed");
    place.behave(200);
    await resumeSink(org.ctx, { id });
    await drain(id);
    const [got] = place.got;
    expect(got).toMatchObject({ path: "/services/collector/event", headers: { authorization: "Splunk tok" } });
    const envelopes = (got?.body ?? "").split("\n").map((line) => JSON.parse(line));
    expect(envelopes[0]).toMatchObject({
      sourcetype: "ocsf",
      source: `gatehouse:${id}`,
      fields: { gatehouse_sequence: 1 },
    });
    expect(names(envelopes.map(({ event }) => event))).toEqual(["a"]);
  });

  test("HTTPS is taken with the CA that the sink was given", async () => {
    const secure = await httpPlace(testCertificate);
    ends.push(secure.close);
    const given = {
      kind: "webhook",
      settings: { url: secure.url, ca: testCertificate.cert },
      sends: ["audit"],
      secret,
    } as const;
    expect(
      await testSink(org.ctx, { place: { ...given, sends: ["audit"], settings: { url: secure.url } } }),
    ).toMatchObject({ ok: false, detail: expect.stringMatching(/self.signed/) });
    expect(await testSink(org.ctx, { place: { ...given, sends: ["audit"] } })).toMatchObject({ ok: true });
    expect(received(secure).map(({ activity_name }) => activity_name)).toEqual(["Test"]);
  });

  test.each([
    ["TCP", false],
    ["TLS", true],
  ])("syslog over %s frames each event, and CEF says the same in one line", async (_, tls) => {
    const receiver = await tcpPlace(tls ? testCertificate : undefined);
    ends.push(receiver.close);
    const settings = { host: "127.0.0.1", port: receiver.port, tls, ...(tls ? { ca: testCertificate.cert } : {}) };
    const [syslog, cef] = [
      await addSink({ kind: "syslog", settings, sends: ["audit"] }, "Syslog"),
      await addSink({ kind: "cef", settings, sends: ["audit"] }, "CEF"),
    ];
    await happen("a\nb");
    expect(await drain(syslog)).toBe("idle");
    expect(await drain(cef)).toBe("idle");
    const messages = frames(receiver.bytes());
    const bodies = messages.flatMap((message): Sent[] =>
      message.includes("\uFEFF{") ? [JSON.parse(message.slice(message.indexOf("{")))] : [],
    );
    expect(named(bodies).map(({ message }) => message)).toEqual([expect.stringContaining("(a\nb)")]);
    expect(bodies.every(({ metadata }) => metadata.log_source === syslog)).toBe(true);
    expect(messages.filter((message) => /\uFEFFCEF:0\|Gatehouse\|/.test(message)).length).toBeGreaterThan(0);
  });

  test("a syslog receiver that is away fails the message, and nothing is lost", async () => {
    const receiver = await tcpPlace();
    const id = await addSink({
      kind: "syslog",
      settings: { host: "127.0.0.1", port: receiver.port, tls: false },
      sends: ["audit"],
    });
    await receiver.close();
    await happen("a");
    expect(await drain(id)).toBe("failed");
    expect(await getSink(org.ctx, { id })).toMatchObject({ sequence: 0, state: "failing" });
  });

  test("a file gets one event a line, and a line that a crash cut off spoils no other", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "gatehouse-file-sink-"));
    vi.stubEnv("GATEHOUSE_DATA_DIR", folder);
    ends.push(async () => rmSync(folder, { recursive: true, force: true }));
    const id = await addSink({ kind: "file", settings: { file: "events.ndjson" }, sends: ["audit"] });
    await happen("a");
    await drain(id);
    const file = path.join(folder, "deliveries", org.orgId, "events.ndjson");
    const whole = readFileSync(file, "utf8");
    const { appendFileSync } = await import("node:fs");
    appendFileSync(file, '{"cut');
    await happen("b");
    await drain(id);
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(readFileSync(file, "utf8").startsWith(whole)).toBe(true);
    expect(names(lines.filter((line) => line !== '{"cut').map((line) => JSON.parse(line)))).toEqual(["a", "b"]);
    vi.unstubAllEnvs();
  });

  test("a chat is told only the chosen news, with a link and no secret", async () => {
    const id = await addSink({ kind: "slack", settings: {}, sends: ["kill"], secret: place.url });
    await happen("a");
    await transaction(org.ctx, (tx) =>
      recordAudit(tx, { action: "agent.killed", target: { kind: "agent", id: "agt_9", name: "Bot <!here>" } }),
    );
    await drain(id);
    expect(place.got).toHaveLength(1);
    const { text } = JSON.parse(place.got[0]?.body ?? "");
    expect(text).toContain("`Bot &lt;!here&gt;`");
    expect(text).toContain("/agents/agt_9|");
    expect(JSON.stringify(await getSink(org.ctx, { id }))).not.toContain(place.url);
  });

  test("a private address is refused before a byte is sent, also as a test", async () => {
    const result = await testSink(org.ctx, { place: webhook("http://169.254.169.254/latest/meta-data") });
    expect(result).toMatchObject({ ok: false, detail: expect.stringMatching(/not a public address/) });
  });
});

test("sinks that hang, fail or crawl hold back no other and not the application", async () => {
  const hanging = await httpPlace();
  const failing = await httpPlace();
  ends.push(hanging.close, failing.close);
  hanging.behave("hang");
  failing.behave(500);
  await addSink(webhook(hanging.url), "Hangs");
  await addSink(webhook(failing.url), "Fails");
  const id = await addSink();
  const pump = new DeliveryPump(database(), { sender: { timeoutMs: 3_000 } });
  ends.unshift(() => pump.stop());
  pump.start();
  for (const name of ["a", "b"]) await happen(name);
  await renameOrganisation(org.ctx, { name: "Still answers" });
  await vi.waitFor(() => expect(names(received()).slice(0, 2)).toEqual(["a", "b"]), { timeout: 2_500 });
  await vi.waitFor(async () => expect((await getSink(org.ctx, { id })).pending).toBe(0), { timeout: 2_500 });
});

test("an idle sink is sent a heartbeat that names the last number", async () => {
  const id = await addSink({ ...webhook(), sends: ["calls"] } as SinkPlace);
  await drain(id);
  expect(received()).toMatchObject([
    { activity_name: "Heartbeat", metadata: { sequence: 1 }, unmapped: { last_sequence: 1 } },
  ]);
});

test("a deleted sink takes its position and dead letters with it, and leaves a fact", async () => {
  const id = await addSink();
  await actByTwo(org, deleteSink(org.ctx, { reason: "for the test", id }));
  expect((await listSinks(org.ctx, {})).items).toEqual([]);
  expect(await database().auditEntry.count({ where: { orgId: org.orgId, action: "sink.deleted", targetId: id } })).toBe(
    1,
  );
});

test("each table of records feeds delivery", async () => {
  const rows = await database().$queryRaw<{ table: string }[]>`
    SELECT event_object_table::text AS "table" FROM information_schema.triggers
    WHERE trigger_name LIKE '%_feed' ORDER BY 1`;
  const tables = ["ActivityEvent", "ActivityGap", "ActivityOutcome", "AuditEntry", "ReportedCall"];
  expect(rows.map(({ table }) => table)).toEqual(tables);
});
