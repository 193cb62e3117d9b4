/** Reads the bodies of HTTP messages, whole or as events, and never more than a bound. */
import type http from "node:http";
import { createParser } from "eventsource-parser";
import { MAX_LINE_BYTES } from "./line-reader.ts";

export class TooLong extends Error {
  override name = "TooLong";
  constructor(maxBytes: number) {
    super(`it is longer than ${maxBytes} bytes`);
  }
}

/** Throws {@link TooLong}, or a TypeError for what is not UTF-8. */
export async function readBody(message: http.IncomingMessage, maxBytes = MAX_LINE_BYTES): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBytes) throw new TooLong(maxBytes);
    chunks.push(bytes);
  }
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
}

export type StreamProgress = { lastId: string | undefined; retry: number | undefined };

/** Resolves when the stream has ended, however it did; throws {@link TooLong} for an event without end. */
export async function readEvents(
  message: http.IncomingMessage,
  onData: (data: string) => void,
  maxBytes = MAX_LINE_BYTES,
): Promise<StreamProgress> {
  const progress: StreamProgress = { lastId: undefined, retry: undefined };
  let unread = 0;
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      unread = 0;
      if (id !== undefined) progress.lastId = id;
      if ((event === undefined || event === "message") && data !== "") onData(data);
    },
    onComment: () => {
      unread = 0;
    },
    onRetry: (ms) => {
      progress.retry = ms;
    },
  });
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of message) {
      const bytes = Buffer.from(chunk);
      unread += bytes.length;
      parser.feed(decoder.decode(bytes, { stream: true }));
      if (unread > maxBytes) throw new TooLong(maxBytes);
    }
  } catch (error) {
    if (error instanceof TooLong) throw error;
  }
  return progress;
}
