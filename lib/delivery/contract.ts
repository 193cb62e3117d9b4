/** Where events go outside: sinks for a SIEM, places in a chat, their health, and what they refused. */
import { z } from "zod";
import { changeReason, guardedErrors, isStorable, notStorable, RangeInstant } from "@/lib/audit/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation, pageInput, pageOf } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";

const Words = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, notStorable);

export const SinkKind = z.enum(["webhook", "splunk", "syslog", "cef", "file", "slack", "teams"]);
export type SinkKind = z.infer<typeof SinkKind>;

/** What a SIEM can be sent. */
export const SiemSource = z.enum(["audit", "findings", "calls"]);
export type SiemSource = z.infer<typeof SiemSource>;
/** What a chat can be told. */
export const ChatNews = z.enum(["finding", "kill", "checkpoint"]);
export type ChatNews = z.infer<typeof ChatNews>;

const HttpUrl = z
  .url({ protocol: /^https?$/, error: "an address that begins with https://" })
  .max(500)
  .refine((url) => !new URL(url).username && !new URL(url).password, "put no name or password into the address");
const Ca = z
  .string()
  .trim()
  .max(20_000)
  .regex(/^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----$/, "one or more certificates in PEM")
  .optional();
const Host = z
  .string()
  .trim()
  .max(253)
  .regex(
    /^(\[[0-9a-fA-F:.]+\]|[0-9a-zA-Z](?:[0-9a-zA-Z.-]*[0-9a-zA-Z.])?|[0-9a-fA-F:.]+)$/,
    "the name or address of a host",
  );
const Syslog = { host: Host, port: z.int().min(1).max(65_535), tls: z.boolean(), ca: Ca };
const Siem = { sends: z.array(SiemSource).min(1).max(3) };
const Chat = { sends: z.array(ChatNews).min(1).max(3) };
const NoSecret = { secret: z.undefined().optional() };
/** Left out when the stored one is to stay. */
const Secret = <Shape extends z.ZodType<string>>(what: Shape) => ({ secret: what.optional() });

/** What each kind needs. A secret is written, never read back. */
export const SinkPlace = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("webhook"),
    settings: z.strictObject({ url: HttpUrl, ca: Ca }),
    ...Siem,
    ...Secret(z.string().min(16, "at least 16 characters").max(200)),
  }),
  z.strictObject({
    kind: z.literal("splunk"),
    settings: z.strictObject({
      url: HttpUrl,
      index: z
        .string()
        .trim()
        .max(80)
        .regex(/^[\w.-]+$/)
        .optional(),
      sourcetype: z
        .string()
        .trim()
        .max(80)
        .regex(/^[\w.:-]+$/)
        .optional(),
      ca: Ca,
    }),
    ...Siem,
    ...Secret(
      z
        .string()
        .trim()
        .max(200)
        .regex(/^[\x21-\x7e]+$/, "the token of the HTTP event collector"),
    ),
  }),
  z.strictObject({ kind: z.literal("syslog"), settings: z.strictObject(Syslog), ...Siem, ...NoSecret }),
  z.strictObject({ kind: z.literal("cef"), settings: z.strictObject(Syslog), ...Siem, ...NoSecret }),
  z.strictObject({
    kind: z.literal("file"),
    settings: z.strictObject({
      file: z
        .string()
        .trim()
        .max(80)
        .regex(/^[a-zA-Z0-9][\w.-]*\.ndjson$/, "a name such as events.ndjson, without a folder"),
    }),
    ...Siem,
    ...NoSecret,
  }),
  z.strictObject({ kind: z.literal("slack"), settings: z.strictObject({}), ...Chat, ...Secret(HttpUrl) }),
  z.strictObject({ kind: z.literal("teams"), settings: z.strictObject({}), ...Chat, ...Secret(HttpUrl) }),
]);
export type SinkPlace = z.infer<typeof SinkPlace>;

/** The kinds that cannot work without a secret: a signing key, a token, the address of a chat's webhook. */
export const needsSecret: readonly SinkKind[] = ["webhook", "splunk", "slack", "teams"];
export const isChat = (kind: SinkKind): boolean => kind === "slack" || kind === "teams";

/**
 * delivering: everything is there, or on its way. behind: events wait longer than a minute. failing: the last attempt did
 * not succeed, and it is tried again. waiting: nothing was ever sent yet.
 */
export const SinkState = z.enum(["delivering", "behind", "failing", "paused", "waiting"]);
export type SinkState = z.infer<typeof SinkState>;

export const Sink = z.object({
  id: z.string(),
  name: z.string(),
  kind: SinkKind,
  /** Without secrets. */
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  sends: z.array(z.string()),
  version: z.int(),
  state: SinkState,
  createdAt: Instant,
  createdByName: z.string(),
  /** The number of its last event. */
  sequence: z.int(),
  delivered: z.int(),
  /** Events of the feed that wait for it. */
  pending: z.int(),
  /** How long the oldest of these has waited. */
  lagMs: z.int(),
  perMinute: z.number(),
  parked: z.int(),
  missing: z.int(),
  lastDeliveredAt: Instant.nullable(),
  lastError: z.object({ at: Instant, text: z.string() }).nullable(),
  failures: z.int(),
  retryAt: Instant.nullable(),
});
export type Sink = z.infer<typeof Sink>;

const ById = z.strictObject({ id: idOf("sink") });
const name = Words(80);

export const listSinksOp = operation({
  id: "delivery.listSinks",
  http: "GET /v1/sinks",
  permission: "sink:read",
  summary: "List the sinks with the health of each",
  input: Nothing,
  output: z.object({ items: z.array(Sink), asOf: Instant }),
});

export const SinkSample = z.object({
  minute: Instant,
  delivered: z.int(),
  failed: z.int(),
  parked: z.int(),
  lagMs: z.int(),
});
export type SinkSample = z.infer<typeof SinkSample>;

export const getSinkOp = operation({
  id: "delivery.getSink",
  http: "GET /v1/sinks/{id}",
  permission: "sink:read",
  summary: "Read one sink with what it did in each minute of the last three hours",
  input: ById,
  output: Sink.extend({ samples: z.array(SinkSample), asOf: Instant }),
});

export const createSinkOp = operation({
  id: "delivery.createSink",
  http: "POST /v1/sinks",
  creates: true,
  permission: "sink:manage",
  summary: "Add a sink; it is sent what happens from now on",
  input: z.strictObject({ name, place: SinkPlace }),
  output: Sink,
  errors: ["conflict"],
});

export const editSinkOp = operation({
  id: "delivery.editSink",
  http: "PATCH /v1/sinks/{id}",
  permission: "sink:manage",
  summary: "Change a sink's name, place or what it is sent; its kind, position and numbers stay",
  input: z.strictObject({ id: idOf("sink"), version: z.int(), name, place: SinkPlace, reason: changeReason }),
  output: Sink,
  errors: ["conflict", ...guardedErrors],
});

export const deleteSinkOp = operation({
  id: "delivery.deleteSink",
  http: "DELETE /v1/sinks/{id}",
  permission: "sink:manage",
  summary: "Delete a sink with its position and dead letters",
  input: ById.extend({ reason: changeReason }),
  output: z.object({ id: z.string() }),
  errors: guardedErrors,
});

export const pauseSinkOp = operation({
  id: "delivery.pauseSink",
  http: "POST /v1/sinks/{id}/pause",
  permission: "sink:manage",
  summary: "Send nothing more to a sink until it is resumed; what happens meanwhile waits for it",
  input: ById.extend({ reason: changeReason }),
  output: Sink,
  errors: guardedErrors,
});

export const resumeSinkOp = operation({
  id: "delivery.resumeSink",
  http: "POST /v1/sinks/{id}/resume",
  permission: "sink:manage",
  summary: "Go on with a paused sink where it stopped, or try a failing one at once",
  input: ById,
  output: Sink,
});

export const testSinkOp = operation({
  id: "delivery.testSink",
  http: "POST /v1/sinks/test",
  permission: "sink:manage",
  summary: "Send one test event to a place before saving it, and say what came back",
  /** With the id of a sink, what is left out as secret is what that sink has stored. */
  input: z.strictObject({ sinkId: idOf("sink").optional(), place: SinkPlace }),
  output: z.object({ ok: z.boolean(), ms: z.number(), detail: z.string() }),
  errors: ["not_found"],
});

export const ReplayRange = { from: RangeInstant, to: RangeInstant };

export const replaySinkOp = operation({
  id: "delivery.replaySink",
  http: "POST /v1/sinks/{id}/replay",
  permission: "sink:manage",
  summary: "Send what was recorded in a range of time again, under the same event ids; with dryRun, only count it",
  input: z.strictObject({ id: idOf("sink"), ...ReplayRange, dryRun: z.boolean().default(false) }),
  output: z.object({ events: z.int(), queued: z.boolean() }),
  errors: ["conflict"],
});

export const DeadLetter = z.object({
  id: z.string(),
  sequence: z.int(),
  uid: z.string(),
  source: z.string(),
  reason: z.string(),
  attempts: z.int(),
  status: z.enum(["parked", "queued"]),
  at: Instant,
});
export type DeadLetter = z.infer<typeof DeadLetter>;

export const listDeadLettersOp = operation({
  id: "delivery.listDeadLetters",
  http: "GET /v1/sinks/{id}/dead-letters",
  permission: "sink:read",
  summary: "List the events that a sink refused for good, newest first",
  input: z.strictObject({ id: idOf("sink"), ...pageInput }),
  output: pageOf(DeadLetter),
});

export const redriveDeadLettersOp = operation({
  id: "delivery.redriveDeadLetters",
  http: "POST /v1/sinks/{id}/dead-letters/redrive",
  permission: "sink:manage",
  summary: "Send parked events again, each under its old number; all of them when none is named",
  input: z.strictObject({ id: idOf("sink"), letters: z.array(idOf("deadLetter")).min(1).max(200).optional() }),
  output: z.object({ queued: z.int() }),
});
