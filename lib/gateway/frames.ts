/** Server-sent events as bytes, made once for all who get them. */

/**
 * `chunk` is the event with the framing of HTTP/1.1's chunked encoding around it, so that it goes to a socket as it is; `body`
 * is the same memory without the framing, for a proxy that speaks HTTP/1.0.
 */
export type Frame = { chunk: Buffer; body: Buffer };

/** `data` is JSON in one line. Without a sequence the reader's place in the log stays where it was. */
export function frame(seq: number | null, type: string, data: string): Frame {
  const text = `${seq === null ? "" : `id: ${seq}\n`}event: ${type}\ndata: ${data}\n\n`;
  const head = `${Buffer.byteLength(text).toString(16)}\r\n`;
  const chunk = Buffer.from(`${head}${text}\r\n`);
  return { chunk, body: chunk.subarray(head.length, chunk.length - 2) };
}
