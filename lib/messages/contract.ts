/** What people are told by mail: which messages there are, what they hold, and what became of each. */
import { z } from "zod";
import { Email } from "@/lib/identity/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation, pageInput, pageOf } from "@/lib/shared/operation";
import { Instant, OperationClass, RiskTier } from "@/sdk/wire/words";

/**
 * asked: you can decide this. reminder: it still waits. escalated: it came to you because others did not answer. handedOver:
 * somebody gave it to you. decided: it needs nothing of you any more. expired: nobody decided, so it counts as denied.
 * breakGlass: somebody let an action through without the usual approvals. rollOut: a roll-out that you asked for or let go was
 * halted or rolled back. ownership: an owner left, and their agents' time runs out.
 */
export const MessageKind = z.enum([
  "asked",
  "reminder",
  "escalated",
  "handedOver",
  "decided",
  "expired",
  "breakGlass",
  "rollOut",
  "ownership",
]);
export type MessageKind = z.infer<typeof MessageKind>;

/** The kinds that ask for a decision: they are not sent once the request has ended or the person has voted. */
export const asking: readonly MessageKind[] = ["asked", "reminder", "escalated", "handedOver"];

export const SubjectKind = z.enum(["checkpoint", "rollOut", "person"]);
export type SubjectKind = z.infer<typeof SubjectKind>;

/**
 * Everything that a text may say about its subject. The call's arguments and the agent's own words are not among it, so no
 * text can hold them. All of it comes from the console's records.
 */
export const CallFacts = z.strictObject({
  agentId: z.string(),
  agentName: z.string(),
  tool: z.string(),
  operationClass: OperationClass,
  riskTier: RiskTier,
  expiresAt: Instant,
  /** How it ended, for the kinds that tell of an end. */
  outcome: z.enum(["approved", "denied", "cancelled", "expired"]).nullable().default(null),
});
export type CallFacts = z.infer<typeof CallFacts>;

/** Of a roll-out: the console's own words, and those of people here. */
export const RollOutFacts = z.strictObject({
  revision: z.int(),
  stopped: z.enum(["halted", "rolledBack"]),
  ring: z.string(),
  why: z.string(),
});
export type RollOutFacts = z.infer<typeof RollOutFacts>;

/** What a notice tells; `notice-text.ts` has the sentence for each. */
export const Notice = z.enum(["ownerLeft", "graceEnds", "agentsSuspended"]);
export type Notice = z.infer<typeof Notice>;

/** Of what is no call: a few names and numbers of the console's own records, and the page where it is looked at. */
export const NoticeFacts = z.strictObject({
  notice: Notice,
  /** A person's name, as people here wrote it. */
  about: z.string(),
  /** By label; names of agents at most among the values. */
  lines: z.record(z.string().max(40), z.string().max(500)),
  /** When it is due, or happens by itself. */
  at: Instant.nullable(),
  /** Of the console. */
  path: z.string().regex(/^\/[a-z0-9/_-]*$/),
});
export type NoticeFacts = z.infer<typeof NoticeFacts>;

export const MessageFacts = z.union([CallFacts, RollOutFacts, NoticeFacts]);
export type MessageFacts = z.infer<typeof MessageFacts>;
export const isOfCall = (facts: MessageFacts): facts is CallFacts => "agentId" in facts;
export const isNotice = (facts: MessageFacts): facts is NoticeFacts => "notice" in facts;

/**
 * waiting: to be sent, now or later. dropped: not to be sent any more, and why. dead: refused for good by the mail server or
 * the receiver's.
 */
export const MessageStatus = z.enum(["waiting", "sent", "dropped", "dead"]);
export type MessageStatus = z.infer<typeof MessageStatus>;

export const Message = z.object({
  id: z.string(),
  kind: MessageKind,
  subject: z.object({ kind: SubjectKind, id: z.string() }),
  person: z.object({ id: z.string(), name: z.string() }),
  /** What it is about, in a few words: names from outside among them, as the console recorded them. */
  about: z.string(),
  status: MessageStatus,
  reason: z.string().nullable(),
  attempts: z.int(),
  createdAt: Instant,
  /** Not sent before. */
  dueAt: Instant,
  endedAt: Instant.nullable(),
});
export type Message = z.infer<typeof Message>;

export const MessageFilters = z.strictObject({ ...pageInput, status: MessageStatus.optional() });
export type MessageFilters = z.input<typeof MessageFilters>;

export const listMessagesOp = operation({
  id: "messages.listMessages",
  http: "GET /v1/messages",
  permission: "sink:read",
  summary: "List what people were told by mail, or are to be, and what became of each message",
  input: MessageFilters,
  output: pageOf(Message),
});

export const resendMessagesOp = operation({
  id: "messages.resendMessages",
  http: "POST /v1/messages/resend",
  permission: "sink:manage",
  summary: "Send dead messages again: those named, or all; what has no sense any more is dropped instead",
  input: z.strictObject({ ids: z.array(idOf("message")).min(1).max(200).optional() }),
  output: z.object({ queued: z.int() }),
});

/** "22:30". */
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time such as 22:30");

const chosen = {
  /** Null: the address that the person signs in with. */
  address: Email.nullable(),
  muted: z.array(MessageKind).max(MessageKind.options.length),
  /** IANA name. */
  timeZone: z.string().max(64),
  quiet: z.strictObject({ from: ClockTime, to: ClockTime }).nullable(),
};

export const MessagePreference = z.object({
  ...chosen,
  signInAddress: z.string(),
  /** Mail goes out from this organisation at all. */
  mailIsSent: z.boolean(),
});
export type MessagePreference = z.infer<typeof MessagePreference>;

export const getMessagePreferenceOp = operation({
  id: "messages.getMessagePreference",
  http: "GET /v1/message-preference",
  permission: "message:own",
  summary: "Read what you are told by mail, where and when",
  input: Nothing,
  output: MessagePreference,
});

export const setMessagePreferenceOp = operation({
  id: "messages.setMessagePreference",
  http: "PUT /v1/message-preference",
  permission: "message:own",
  summary: "Choose what you are told by mail, where and when; critical requests come at any hour",
  input: z.strictObject(chosen),
  output: MessagePreference,
});
