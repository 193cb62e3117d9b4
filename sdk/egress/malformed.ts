/** What cannot be read as HTTP at all, or does not come whole: the agent is told in a sentence, as of any other refusal. */
import type http from "node:http";
import type { Duplex } from "node:stream";

export const MOST_HEADER_BYTES = 16 * 1024;

const SAID: Record<string, [status: string, reason: string]> = {
  HPE_HEADER_OVERFLOW: [
    "431 Request Header Fields Too Large",
    `The headers are larger than ${MOST_HEADER_BYTES} bytes.`,
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "The request did not come whole in time."],
};
const UNREADABLE: [string, string] = ["400 Bad Request", "The request cannot be read as HTTP in one way alone."];

export const refusalBody = (reason: string): string => `${JSON.stringify({ error: "refused_by_gatehouse", reason })}\n`;

/** A whole answer, for where there is no response to write it with. */
export const rawRefusal = (status: string, reason: string): string =>
  `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n${refusalBody(reason)}`;

/** An answer that has begun is cut off: words in the middle of it would be taken for a part of it. */
export function refuseMalformed(server: http.Server): void {
  const open = new Map<Duplex, Set<http.ServerResponse>>();
  server.on("connection", (socket) => {
    open.set(socket, new Set());
    socket.once("close", () => open.delete(socket));
  });
  server.on("request", ({ socket }, response) => {
    const ofSocket = open.get(socket)?.add(response);
    response.once("close", () => ofSocket?.delete(response));
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const begun = [...(open.get(socket) ?? [])].some(({ headersSent }) => headersSent);
    if (!socket.writable || begun) return void socket.destroy();
    const [status, reason] = SAID[error.code ?? ""] ?? UNREADABLE;
    socket.end(rawRefusal(status, reason), () => socket.destroy());
  });
}
