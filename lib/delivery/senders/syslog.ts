/**
 * Syslog over TCP or TLS. The protocol has no acknowledgement, so each message has a connection of its own that we end and
 * the receiver must end too: its end comes after our last byte, which tells that it took all of them.
 */
import type { Socket } from "node:net";
import { hostname } from "node:os";
import { dial, EgressError } from "../egress-client";
import type { Sent } from "../rules";
import { cefLine, syslogFrame } from "../syslog";
import { bodyOf, type Item, type Sender, type SenderOptions } from "./message";

type Settings = { host: string; port: number; tls: boolean; ca?: string | undefined };

const TOTAL_MS = 15_000;

export function syslogSender(settings: Settings, format: "ocsf" | "cef", options: SenderOptions = {}): Sender {
  const { host, port, tls, ca } = settings;
  const frame = (item: Item, sinkId: string): Buffer => {
    const body = format === "cef" ? cefLine(item.event, sinkId, item.sequence) : bodyOf(item, sinkId);
    return syslogFrame({ event: item.event, sinkId, sequence: item.sequence, host: hostname(), body });
  };
  return {
    send: async ({ sinkId, items }): Promise<Sent> => {
      try {
        const socket = await dial({ host, port, tls: tls ? { ca } : null }, options);
        await handOver(socket, Buffer.concat(items.map((item) => frame(item, sinkId))), options.timeoutMs ?? TOTAL_MS);
        return { kind: "accepted" };
      } catch (error) {
        if (error instanceof EgressError) return { kind: "failed", reason: error.message };
        throw error;
      }
    },
    close: () => undefined,
  };
}

/** Resolves when the other side has ended the connection after us, without an error. */
function handOver(socket: Socket, bytes: Buffer, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let flushed = false;
    let failure: Error | null = null;
    const timer = setTimeout(
      () => socket.destroy(new Error(`it did not take the events within ${timeoutMs / 1000} seconds`)),
      timeoutMs,
    );
    socket.on("error", (error) => {
      failure ??= error;
    });
    socket.once("end", () => {
      if (!flushed) failure ??= new Error("it ended the connection before it had the events");
    });
    socket.once("close", () => {
      clearTimeout(timer);
      if (failure || !flushed) reject(new EgressError(`The connection failed: ${failure?.message ?? "it was closed"}`));
      else resolve();
    });
    // What the receiver says is read and dropped: unread, its end would never be seen.
    socket.resume();
    socket.end(bytes, () => {
      flushed = true;
    });
  });
}
