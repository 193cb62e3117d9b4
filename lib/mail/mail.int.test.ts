/** Mail against a real Postgres and a real SMTP server: what is promised when it refuses, fails, or is cut off half-way. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { approveCheckpoint } from "@/lib/checkpoints/approve-checkpoint";
import { cancelCheckpoint } from "@/lib/checkpoints/cancel-checkpoint";
import { openCheckpoint } from "@/lib/checkpoints/open-checkpoint";
import { queueCheckpointMessage } from "@/lib/checkpoints/queue-checkpoint-message";
import { database } from "@/lib/db/client";
import { transaction } from "@/lib/db/ctx";
import { MOST_REFUSED_IN_ROW } from "@/lib/delivery/rules";
import { testCertificate } from "@/lib/delivery/testing/certificate";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import type { MessageKind } from "@/lib/messages/contract";
import { getMessagePreference } from "@/lib/messages/get-message-preference";
import { listMessages } from "@/lib/messages/list-messages";
import { resendMessages } from "@/lib/messages/resend-messages";
import { setMessagePreference } from "@/lib/messages/set-message-preference";
import type { MailServerInput } from "./contract";
import { getMailServer } from "./get-mail-server";
import { dropUnsendable, takeLease } from "./progress";
import { runRound } from "./pump";
import { removeMailServer } from "./remove-mail-server";
import { setMailServer } from "./set-mail-server";
import { testMailServer } from "./test-mail-server";
import { headerLines, type SmtpPlace, smtpPlace } from "./testing/smtp-place";

await testDatabase();
process.env.GATEHOUSE_EGRESS_ALLOW = "127.0.0.1";

let fleet: TestFleet;
let place: SmtpPlace;
const ends: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  fleet = await testFleet();
  place = await smtpPlace();
  ends.push(place.close);
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const through = (part: Partial<MailServerInput> = {}): MailServerInput => ({
  host: "127.0.0.1",
  port: place.port,
  security: "none",
  ca: null,
  username: null,
  fromAddress: "gatehouse@example.test",
  ...part,
});
const setUp = async (part: Partial<MailServerInput> = {}) => {
  const { server } = await getMailServer(fleet.ctx, {});
  return setMailServer(fleet.ctx, { version: server?.version ?? null, server: through(part) });
};
const round = (holder = "a worker") => runRound(database(), fleet.orgId, holder);
const open = async () => {
  const input = fleet.held();
  const { checkpointId } = await openCheckpoint(fleet.point, input);
  return { id: checkpointId, digest: input.digest };
};
const tell = (checkpointId: string, kind: MessageKind, people: string[], step = "") =>
  transaction(fleet.system, (tx) => queueCheckpointMessage(tx, { checkpointId, kind, people, step }));
const messages = async () => (await listMessages(fleet.ctx, {})).items.toReversed();
const states = async () => (await messages()).map(({ kind, status }) => `${kind} ${status}`);
/** As if so many seconds had gone by for everything that was sent or waits. */
const later = (seconds: number) =>
  database().$executeRaw`UPDATE "Message" SET "endedAt" = "endedAt" - make_interval(secs => ${seconds}),
    "dueAt" = "dueAt" - make_interval(secs => ${seconds}) WHERE "orgId" = ${fleet.orgId}`;
const code = (value: string) => expect.objectContaining({ code: value });

describe("the mail server's settings", () => {
  test("are for operators; their password is never read back, and is sealed", async () => {
    await setUp({ username: "gatehouse", password: "hunter2-hunter2" });
    await expect(setMailServer(fleet.as("owner"), { version: 1, server: through() })).rejects.toEqual(
      code("forbidden"),
    );
    await expect(getMailServer(fleet.as("owner"), {})).rejects.toEqual(code("forbidden"));
    expect(JSON.stringify(await getMailServer(fleet.ctx, {}))).not.toContain("hunter2");
    const row = await database().mailServer.findUniqueOrThrow({ where: { orgId: fleet.orgId } });
    expect(Buffer.from(row.sealedPassword ?? "").toString("latin1")).not.toContain("hunter2");
    const audit = await database().auditEntry.findMany({ where: { orgId: fleet.orgId, action: "mailServer.set" } });
    expect(JSON.stringify(audit.map(({ leaf }) => leaf))).not.toContain("hunter2");
  });
  test("do not take a password to another server or user that it was not given for", async () => {
    await setUp({ username: "gatehouse", password: "hunter2-hunter2" });
    for (const part of [
      { host: "127.0.0.2" },
      { port: 2525 },
      { security: "starttls" as const },
      { username: "other" },
    ]) {
      const server = through({ username: "gatehouse", ...part });
      await expect(setMailServer(fleet.ctx, { version: 1, server })).rejects.toEqual(code("invalid_input"));
      await expect(testMailServer(fleet.ctx, { server })).rejects.toEqual(code("invalid_input"));
    }
    const kept = through({ username: "gatehouse", fromAddress: "other@example.test" });
    expect((await setMailServer(fleet.ctx, { version: 1, server: kept })).server).toMatchObject({ hasPassword: true });
  });
  test("hold no second line that a command could begin", async () => {
    for (const part of [
      { username: "a\r\nRCPT TO:<x@evil.test>" },
      { fromAddress: "a@b.test>\r\nRCPT TO:<x@evil.test" },
      { host: "127.0.0.1\r\nQUIT" },
    ])
      await expect(setUp(part)).rejects.toEqual(code("invalid_input"));
  });
  test("of two people who save at once, the second is told", async () => {
    await setUp();
    await setMailServer(fleet.ctx, { version: 1, server: through() });
    await expect(setMailServer(fleet.ctx, { version: 1, server: through() })).rejects.toEqual(code("conflict"));
    await expect(setMailServer(fleet.ctx, { version: null, server: through() })).rejects.toEqual(code("conflict"));
  });
});

describe("the test message", () => {
  test("goes to the person who asks, and the answer is the server's own", async () => {
    const result = await testMailServer(fleet.ctx, { server: through() });
    expect(result).toMatchObject({ ok: true, to: fleet.users.admin.email });
    expect(result.answer).toContain("Message accepted by the test server");
    expect(place.got.map(({ to }) => to)).toEqual([[fleet.users.admin.email]]);
  });
  test("says exactly why a password was refused, and sends nothing", async () => {
    const strict = await smtpPlace({ login: { user: "gatehouse", password: "right" } });
    ends.push(strict.close);
    const server = through({ port: strict.port, username: "gatehouse", password: "wrong" });
    const result = await testMailServer(fleet.ctx, { server });
    expect(result).toMatchObject({ ok: false });
    expect(result.answer).toContain("535 5.7.8 The password of the post office is another");
    expect(strict.got).toEqual([]);
  });
  test("gives no password to a server that offers no sign-in", async () => {
    const result = await testMailServer(fleet.ctx, { server: through({ username: "gatehouse", password: "right" }) });
    expect(result.ok).toBe(false);
    expect(place.presented).toEqual([]);
  });
  test("is refused where the operator did not allow the address, as every way out is", async () => {
    process.env.GATEHOUSE_EGRESS_ALLOW = "";
    try {
      const result = await testMailServer(fleet.ctx, { server: through() });
      expect(result).toMatchObject({ ok: false });
      expect(result.answer).toContain("not a public address");
      expect(place.got).toEqual([]);
    } finally {
      process.env.GATEHOUSE_EGRESS_ALLOW = "127.0.0.1";
    }
  });
});

describe("encryption", () => {
  const login = { user: "gatehouse", password: "a right password" };
  const secure = { username: login.user, password: login.password, ca: testCertificate.cert };

  test("STARTTLS: password and message go over the upgraded connection only", async () => {
    const upgrading = await smtpPlace({ startTls: true, login });
    ends.push(upgrading.close);
    const result = await testMailServer(fleet.ctx, {
      server: through({ ...secure, port: upgrading.port, security: "starttls" }),
    });
    expect(result).toMatchObject({ ok: true });
    expect(upgrading.got).toMatchObject([{ secure: true, user: "gatehouse" }]);
  });
  test("STARTTLS that is not offered ends the attempt: no password, no message", async () => {
    const plain = await smtpPlace({ login });
    ends.push(plain.close);
    const result = await testMailServer(fleet.ctx, {
      server: through({ ...secure, port: plain.port, security: "starttls" }),
    });
    expect(result.ok).toBe(false);
    expect([plain.presented, plain.got]).toEqual([[], []]);
  });
  test("a certificate that nobody vouches for ends it too, with STARTTLS and without", async () => {
    const upgrading = await smtpPlace({ startTls: true, login });
    const direct = await smtpPlace({ tls: true, login });
    ends.push(upgrading.close, direct.close);
    for (const [at, security] of [
      [upgrading, "starttls"],
      [direct, "tls"],
    ] as const) {
      const result = await testMailServer(fleet.ctx, {
        server: through({ ...secure, ca: null, port: at.port, security }),
      });
      expect(result.ok).toBe(false);
      expect(result.answer).toMatch(/self.signed certificate/);
      expect([at.presented, at.got]).toEqual([[], []]);
    }
  });
  test("TLS from the first byte", async () => {
    const direct = await smtpPlace({ tls: true, login });
    ends.push(direct.close);
    const result = await testMailServer(fleet.ctx, {
      server: through({ ...secure, port: direct.port, security: "tls" }),
    });
    expect(result).toMatchObject({ ok: true });
    expect(direct.got).toMatchObject([{ secure: true, user: "gatehouse" }]);
  });
});

describe("what is sent", () => {
  test("a request's mail: minimal, with its link, without arguments, marked as sent by a machine", async () => {
    await setUp();
    const { id } = await open();
    await round();
    const [mail] = place.got;
    if (!mail) throw new Error("no mail arrived");
    expect(mail.to).toEqual([fleet.users.owner.email]);
    expect(mail.text).toContain(`/checkpoints/${id}`);
    expect(mail.html).toContain(`/checkpoints/${id}`);
    expect(mail.text).not.toContain("ACME");
    expect(mail.html).not.toContain("ACME");
    expect(headerLines(mail)).toEqual(expect.arrayContaining(["Auto-Submitted: auto-generated"]));
    expect(await states()).toEqual(["asked sent"]);
  });
  test("no name forges a header or a receiver", async () => {
    await setUp();
    const name = "Pay\r\nBcc: x@evil.test\r\nSubject: Approved\u202e";
    await database().organisation.update({ where: { id: fleet.orgId }, data: { name } });
    const { id } = await open();
    await database()
      .$executeRaw`UPDATE "Message" SET "facts" = "facts" || ${JSON.stringify({ agentName: name, tool: name })}::jsonb
      WHERE "subjectId" = ${id}`;
    await round();
    const [mail] = place.got;
    if (!mail) throw new Error("no mail arrived");
    expect(mail.to).toEqual([fleet.users.owner.email]);
    expect(headerLines(mail).filter((line) => /^(bcc|cc):/i.test(line))).toEqual([]);
    expect(headerLines(mail).filter((line) => /^subject:/i.test(line))).toHaveLength(1);
    expect(headerLines(mail).filter((line) => /^to:/i.test(line))).toEqual([`To: ${fleet.users.owner.email}`]);
    expect(mail.text).toContain("⟦U+202E⟧");
  });
  test("nothing for a request that ended before it could go out, nor of its end to whoever never heard of it", async () => {
    await setUp();
    const { id } = await open();
    await cancelCheckpoint(fleet.point, { id });
    await round();
    expect(place.got).toEqual([]);
    expect(await states()).toEqual(["asked dropped", "decided dropped"]);
  });
  test("of an end, to those who had been asked and did not decide", async () => {
    await setUp();
    const { id, digest } = await open();
    await tell(id, "escalated", [fleet.users.admin.id]);
    await round();
    await later(61);
    await approveCheckpoint(fleet.as("owner"), { id, digest });
    await round();
    expect(place.got.map(({ to }) => to[0]).sort()).toEqual(
      [fleet.users.owner.email, fleet.users.admin.email, fleet.users.admin.email].sort(),
    );
    expect(place.got.at(-1)?.text).toContain("needs nothing of you any more. It was approved.");
  });
  test("a flood of one agent: the first at once, all others of the minute in one digest", async () => {
    await setUp();
    await open();
    await round();
    for (let count = 0; count < 12; count++) await open();
    await round();
    expect(place.got).toHaveLength(1);
    await later(61);
    await round();
    expect(place.got).toHaveLength(2);
    expect(place.got.map((mail) => headerLines(mail).join("\n")).at(-1)).toContain("12 tool calls");
    expect(new Set(await states())).toEqual(new Set(["asked sent"]));
  });
  test("without a mail server nothing is kept to be sent all at once one day", async () => {
    await open();
    await dropUnsendable(database());
    expect((await messages()).map(({ status, reason }) => ({ status, reason }))).toEqual([
      { status: "dropped", reason: "No mail server is set up." },
    ]);
    await setUp();
    await round();
    expect(place.got).toEqual([]);
  });
});

describe("what a person chose", () => {
  const choose = (part: object) =>
    setMessagePreference(fleet.as("owner"), { address: null, muted: [], timeZone: "UTC", quiet: null, ...part });

  const ofTier = (id: string, tier: string) =>
    database()
      .$executeRaw`UPDATE "Message" SET "facts" = jsonb_set("facts", '{riskTier}', to_jsonb(${tier}::text)) WHERE "subjectId" = ${id}`;

  test("another address, of the organisation's own domain and no other", async () => {
    await expect(choose({ address: "me@private.example" })).rejects.toEqual(code("invalid_input"));
    await expect(choose({ address: "me@example.test\r\nBcc: x@evil.test" })).rejects.toEqual(code("invalid_input"));
    await setUp();
    await choose({ address: "duty@example.test" });
    await open();
    await round();
    expect(place.got.map(({ to }) => to)).toEqual([["duty@example.test"]]);
  });
  test("a zone that is none is refused, and programs choose nothing", async () => {
    await expect(choose({ timeZone: "Mars/Olympus" })).rejects.toEqual(code("invalid_input"));
    await expect(choose({ quiet: { from: "07:00", to: "07:00" } })).rejects.toEqual(code("invalid_input"));
    const key = { ...fleet.ctx, actor: { kind: "apiKey", id: "key_x", name: "k", roles: ["owner"] } } as const;
    await expect(getMessagePreference(key, {})).rejects.toEqual(code("forbidden"));
  });
  test("kinds that are not wanted are dropped, quiet hours wait", async () => {
    await setUp();
    await choose({ muted: ["asked"] });
    const { id } = await open();
    await tell(id, "reminder", [fleet.users.owner.id]);
    await ofTier(id, "critical");
    const hour = new Date().getUTCHours();
    const clock = (at: number) => `${String((at + 24) % 24).padStart(2, "0")}:00`;
    await choose({ muted: ["asked"], quiet: { from: clock(hour - 1), to: clock(hour + 2) } });
    await round();
    const [asked, reminder] = await messages();
    expect(asked).toMatchObject({ status: "dropped", reason: "The person chose not to be told this." });
    expect(reminder).toMatchObject({ status: "sent" });
    const second = await open();
    await tell(second.id, "escalated", [fleet.users.owner.id]);
    await ofTier(second.id, "low");
    await round();
    const quiet = (await messages()).at(-1);
    expect(quiet?.status).toBe("waiting");
    expect(new Date(quiet?.dueAt ?? 0).toISOString()).toMatch(/:00:00.000Z$/);
  });
});

describe("when it does not go through", () => {
  test("a server that is down loses nothing: it is tried again later, and nobody else's messages wait", async () => {
    await setUp();
    await open();
    await place.close();
    ends.splice(0);
    await round();
    const { server } = await getMailServer(fleet.ctx, {});
    expect(server).toMatchObject({ state: "failing", failures: 1 });
    expect(await states()).toEqual(["asked waiting"]);
    await round();
    expect((await getMailServer(fleet.ctx, {})).server?.failures).toBe(1);
    const again = await smtpPlace({ port: place.port });
    ends.push(again.close);
    await database().$executeRaw`UPDATE "MailServer" SET "retryAt" = now() WHERE "orgId" = ${fleet.orgId}`;
    await round();
    expect(again.got).toHaveLength(1);
    expect((await getMailServer(fleet.ctx, {})).server).toMatchObject({ state: "sending", failures: 0 });
  });
  test("a receiver who is refused for good is a dead message, seen and sent again by a person", async () => {
    await setUp();
    await open();
    place.refuse({ at: "recipient", code: 550, words: "5.1.1 Nobody of this name lives here" });
    await round();
    expect((await messages())[0]).toMatchObject({ status: "dead", attempts: 1 });
    expect((await messages())[0]?.reason).toContain("550 5.1.1 Nobody of this name lives here");
    expect(
      await database().finding.count({ where: { orgId: fleet.orgId, kind: "mail.failing", status: "open" } }),
    ).toBe(1);
    await expect(resendMessages(fleet.as("owner"), {})).rejects.toEqual(code("forbidden"));
    place.refuse(null);
    expect(await resendMessages(fleet.ctx, {})).toEqual({ queued: 1 });
    await round();
    expect(place.got).toHaveLength(1);
    expect(
      await database().finding.count({ where: { orgId: fleet.orgId, kind: "mail.failing", status: "open" } }),
    ).toBe(0);
  });
  test("a dead message of a request that has ended is dropped when it is sent again", async () => {
    await setUp();
    const { id } = await open();
    place.refuse({ at: "data", code: 554, words: "Too much" });
    await round();
    await cancelCheckpoint(fleet.point, { id });
    place.refuse(null);
    await resendMessages(fleet.ctx, {});
    await round();
    expect(place.got).toEqual([]);
    expect((await messages())[0]).toMatchObject({ kind: "asked", status: "dropped" });
  });
  test("a receiver who is put off is tried again by itself, later and not at once", async () => {
    await setUp();
    await open();
    place.refuse({ at: "recipient", code: 450, words: "4.7.1 Come back later" });
    await round();
    const [put] = await messages();
    expect(put).toMatchObject({ status: "waiting", attempts: 1 });
    expect(new Date(put?.dueAt ?? 0).getTime()).toBeGreaterThan(Date.now() + 30_000);
    place.refuse(null);
    await round();
    expect(place.got).toEqual([]);
    await later(61);
    await round();
    expect(place.got).toHaveLength(1);
  });
  test("a sender that is refused is the server's matter: no message dies of it", async () => {
    await setUp();
    await open();
    place.refuse({ at: "from", code: 550, words: "5.7.1 You are not allowed to send as this" });
    await round();
    expect(await states()).toEqual(["asked waiting"]);
    expect((await getMailServer(fleet.ctx, {})).server?.lastError?.text).toContain(
      "You are not allowed to send as this",
    );
  });
  test("when all is refused the server is at fault, and the rest does not die", async () => {
    await setUp();
    const people = Object.values(fleet.users).map(({ id }) => id);
    for (let step = 0; step < 3; step++) {
      const { id } = await open();
      await tell(id, "reminder", people, String(step));
    }
    // Each about an agent of its own, so that each is a mail of its own.
    await database().$executeRaw`UPDATE "Message" SET "agentId" = "id" WHERE "orgId" = ${fleet.orgId}`;
    place.refuse({ at: "recipient", code: 550, words: "Relaying denied" });
    await round();
    const dead = (await states()).filter((state) => state.endsWith("dead")).length;
    expect(dead).toBeLessThanOrEqual(MOST_REFUSED_IN_ROW);
    expect((await getMailServer(fleet.ctx, {})).server?.state).toBe("failing");
  });
});

describe("workers", () => {
  test("while one sends, another does not", async () => {
    await setUp();
    await open();
    expect(await takeLease(database(), fleet.orgId, "the first")).not.toBeNull();
    await round("the second");
    expect(place.got).toEqual([]);
    await round("the first");
    expect(place.got).toHaveLength(1);
  });
  test("many at once send each message once", async () => {
    await setUp();
    await open();
    await Promise.all(["a", "b", "c", "d"].map((holder) => round(holder)));
    expect(place.got).toHaveLength(1);
  });
  test("a mail that was taken just before its worker died comes again under the same id", async () => {
    await setUp();
    await open();
    await round();
    await database()
      .$executeRaw`UPDATE "Message" SET "status" = 'waiting', "endedAt" = NULL WHERE "orgId" = ${fleet.orgId}`;
    await open();
    await round();
    const ids = place.got.map((mail) => headerLines(mail).find((line) => line.startsWith("Message-ID:")));
    expect(ids[1]).toBe(ids[0]);
    expect(place.got[1]?.text).toContain("A tool call waits for your decision.");
  });
  test("a paused or removed server sends nothing", async () => {
    await setUp();
    await open();
    await setMailServer(fleet.ctx, { version: 1, paused: true, server: through() });
    await round();
    await removeMailServer(fleet.ctx, {});
    await round();
    expect(place.got).toEqual([]);
  });
});

test("another organisation sees neither the server nor the messages", async () => {
  await setUp();
  await open();
  const other = await testFleet("Another organisation");
  expect(await getMailServer(other.ctx, {})).toMatchObject({ server: null, waiting: 0 });
  expect((await listMessages(other.ctx, {})).items).toEqual([]);
  expect(await resendMessages(other.ctx, {})).toEqual({ queued: 0 });
});
