/** What every sender is given, and what it may answer. */

import type { ChatRequest } from "../chat-message";
import type { EgressOptions } from "../egress-client";
import type { AuditRow } from "../ocsf/audit-event";
import { numbered, type OutEvent } from "../ocsf/event";
import type { Sent } from "../rules";

export type Item = {
  event: OutEvent;
  sequence: number;
  /** For a chat: the fact that the event was made of. */
  fact: AuditRow | null;
  /** For a chat: the request that the fact is about. */
  request?: ChatRequest | null;
};

export type Message = {
  sinkId: string;
  items: readonly Item[];
};

/** A place that takes messages. It keeps connections, so it is closed when it is not needed any more. */
export type Sender = {
  send: (message: Message) => Promise<Sent>;
  close: () => void;
};

export type SenderOptions = EgressOptions & {
  /** Of one message, from first to last byte. */
  timeoutMs?: number;
};

export const bodyOf = ({ event, sequence }: Item, sinkId: string): string =>
  JSON.stringify(numbered(event, sinkId, sequence));

/** The start of what a place answered, on one line: for people who look why it refused. */
export const excerpt = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, 200).toWellFormed();
