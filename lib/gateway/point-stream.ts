/** One connected point: its place in the log, and its socket with bounded patience. */
import type { Socket } from "node:net";
import type { Frame } from "./frames";

/** What the log says, ready to be written; the frame is null when it is told in another way. */
export type Entry = {
  seq: number;
  pepId: string | null;
  /** The state says all of it: whoever is told the state has not missed it, and may be past it. */
  inState: boolean;
  frame: Frame | null;
};

/** A reader this far behind is cut off: it comes back with Last-Event-ID and misses nothing. */
const MOST_BUFFERED_BYTES = 256 * 1024;

export class PointStream {
  readonly orgId: string;
  readonly pepId: string;
  readonly #socket: Socket;
  readonly #chunked: boolean;
  /** Entries that came before the state was told. Null from then on. */
  #waiting: Entry[] | null = [];
  #stalled = false;
  /** What the beginning still has to drain, beyond what a reader may otherwise have waiting. */
  #beginning = 0;
  /** The point's mode, which is a member of the state that it is told. */
  mode = "";

  constructor(orgId: string, pepId: string, socket: Socket, chunked: boolean) {
    this.orgId = orgId;
    this.pepId = pepId;
    this.#socket = socket;
    this.#chunked = chunked;
  }

  get live(): boolean {
    return this.#waiting === null;
  }

  get closed(): boolean {
    return this.#socket.destroyed;
  }

  concerns({ pepId }: Entry): boolean {
    return pepId === null || pepId === this.pepId;
  }

  push(entry: Entry): void {
    if (this.#waiting) this.#waiting.push(entry);
    else if (entry.frame) this.write(entry.frame);
  }

  /** The state, what was missed before `head`, and what came since; from now on, entries are written as they come. */
  begin(head: string, state: Frame, missed: readonly Entry[], upTo: number): void {
    const since = (this.#waiting ?? []).filter(({ seq }) => seq > upTo);
    this.#waiting = null;
    this.#socket.cork();
    this.#socket.write(head);
    this.#send(state);
    for (const { frame } of [...missed, ...since]) if (frame) this.#send(frame);
    this.#socket.uncork();
    this.#beginning = this.#socket.writableLength;
    this.#socket.once("drain", () => {
      this.#beginning = 0;
    });
  }

  write(frame: Frame): void {
    if (this.#socket.destroyed) return;
    if (this.#socket.writableLength > MOST_BUFFERED_BYTES + this.#beginning) this.close();
    else this.#send(frame);
  }

  #send({ chunk, body }: Frame): void {
    this.#socket.write(this.#chunked ? chunk : body);
  }

  /** A reader that has not taken the last renewal by the time of the next has stopped reading. */
  renew(lease: Frame): void {
    if (!this.live) return;
    const behind = this.#socket.writableLength > 0;
    if (behind && this.#stalled) this.close();
    else this.write(lease);
    this.#stalled = behind;
  }

  close(): void {
    this.#socket.destroy();
  }
}
