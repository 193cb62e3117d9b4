/**
 * Fans the control log out to connected points. The log is the truth: a notice only says "look", and each organisation's
 * entries are read by one reader at a time, in order, and written to every subscriber from one prepared buffer.
 */
import { type Db, database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { Notice } from "@/lib/db/notify";
import { notify } from "@/lib/db/notify";
import { forgetPoint } from "@/lib/enforcement/resolve-point";
import { LEASE_SECONDS } from "@/lib/enforcement/rules";
import { errorFields, log } from "@/lib/log";
import type { StreamEvent } from "@/sdk/wire/protocol";

export type Entry = { seq: number; pepId: string | null; buffer: Buffer };
export type Subscriber = {
  orgId: string;
  pepId: string;
  entry: (entry: Entry) => void;
  raw: (buffer: Buffer) => void;
  close: () => void;
};

/** One organisation's points here, and how far its log has been read out. */
type Room = { subscribers: Set<Subscriber>; cursor: number; started: Promise<void>; reading: boolean; again: boolean };

const MOST_ENTRIES_AT_ONCE = 1_000;

export class StreamHub {
  readonly #rooms = new Map<string, Room>();
  readonly #db: Db;

  constructor(db: Db = database()) {
    this.#db = db;
  }

  get size(): number {
    let all = 0;
    for (const room of this.#rooms.values()) all += room.subscribers.size;
    return all;
  }

  /**
   * From the moment that this resolves, every new entry reaches the subscriber: a log head read afterwards leaves no gap
   * between what the caller replays and what is pushed.
   */
  add(subscriber: Subscriber): Promise<void> {
    const room = this.#rooms.get(subscriber.orgId) ?? this.#openRoom(subscriber.orgId);
    room.subscribers.add(subscriber);
    return room.started;
  }

  #openRoom(orgId: string): Room {
    const room: Room = { subscribers: new Set(), cursor: 0, started: Promise.resolve(), reading: true, again: false };
    room.started = this.#db.controlHead.findUnique({ where: { orgId } }).then((head) => {
      room.cursor = head?.seq ?? 0;
      room.reading = false;
      void this.#read(orgId);
    });
    room.started.catch(() => this.#rooms.delete(orgId));
    this.#rooms.set(orgId, room);
    return room;
  }

  remove(subscriber: Subscriber): void {
    const room = this.#rooms.get(subscriber.orgId);
    if (!room?.subscribers.delete(subscriber)) return;
    if (room.subscribers.size === 0) this.#rooms.delete(subscriber.orgId);
    const elsewhere = [...room.subscribers].some(({ pepId }) => pepId === subscriber.pepId);
    if (!elsewhere) void this.#mark(subscriber, false);
  }

  connected(subscriber: Subscriber): Promise<void> {
    return this.#mark(subscriber, true);
  }

  onNotice({ orgId, topic, ref }: Notice): void {
    if (topic === "control" && this.#rooms.has(orgId)) void this.#read(orgId);
    if (topic === "revoked") this.#cutOff(orgId, ref);
  }

  /** A revoked point's stream ends at once; what it sends next is refused like a stranger's. */
  #cutOff(orgId: string, pepId: string): void {
    forgetPoint(pepId);
    for (const subscriber of this.#rooms.get(orgId)?.subscribers ?? [])
      if (subscriber.pepId === pepId) subscriber.close();
  }

  /** After a lost listening connection, notices may be missing: look at every log. */
  readAll(): void {
    for (const orgId of this.#rooms.keys()) void this.#read(orgId);
  }

  /** One renewal for everyone, from one buffer. */
  renewLeases(): void {
    const lease: StreamEvent = { type: "lease", leaseSeconds: LEASE_SECONDS, serverTime: new Date().toISOString() };
    const buffer = Buffer.from(`event: lease\ndata: ${JSON.stringify(lease)}\n\n`);
    for (const room of this.#rooms.values()) for (const subscriber of room.subscribers) subscriber.raw(buffer);
  }

  closeAll(): void {
    for (const room of this.#rooms.values()) for (const subscriber of room.subscribers) subscriber.close();
  }

  async entriesSince(orgId: string, after: number, upTo: number): Promise<Entry[]> {
    if (after >= upTo) return [];
    const rows = await this.#db.controlLog.findMany({
      where: { orgId, seq: { gt: after, lte: upTo } },
      orderBy: { seq: "asc" },
    });
    return rows.map(entryOf);
  }

  /** Reads out what is new; a call while one is running makes that one look again. */
  async #read(orgId: string): Promise<void> {
    const room = this.#rooms.get(orgId);
    if (!room) return;
    if (room.reading) {
      room.again = true;
      return;
    }
    room.reading = true;
    try {
      do {
        room.again = false;
        await this.#readOnce(orgId, room);
      } while (room.again);
    } catch (error) {
      log.warn("cannot read the control log; trying again at the next notice or lease", {
        orgId,
        ...errorFields(error),
      });
    } finally {
      room.reading = false;
    }
  }

  async #readOnce(orgId: string, room: Room): Promise<void> {
    const rows = await this.#db.controlLog.findMany({
      where: { orgId, seq: { gt: room.cursor } },
      orderBy: { seq: "asc" },
      take: MOST_ENTRIES_AT_ONCE,
    });
    for (const row of rows) {
      const entry = entryOf(row);
      for (const subscriber of room.subscribers) {
        if (entry.pepId === null || entry.pepId === subscriber.pepId) subscriber.entry(entry);
      }
      room.cursor = entry.seq;
    }
    if (rows.length === MOST_ENTRIES_AT_ONCE) room.again = true;
  }

  async #mark({ orgId, pepId }: Subscriber, connected: boolean): Promise<void> {
    try {
      await this.#db.$executeRaw(Prisma.sql`
        UPDATE "Pep" SET "connected" = ${connected}, "lastSeenAt" = CASE WHEN ${connected} THEN clock_timestamp() ELSE "lastSeenAt" END
        WHERE "id" = ${pepId} AND "orgId" = ${orgId}`);
      await notify(this.#db, { orgId, topic: "points", ref: pepId });
    } catch (error) {
      log.warn("cannot note whether a point is connected", { pepId, connected, ...errorFields(error) });
    }
  }
}

const entryOf = (row: { seq: number; pepId: string | null; body: unknown }): Entry => ({
  seq: row.seq,
  pepId: row.pepId,
  buffer: frame(row.seq, row.body as StreamEvent),
});

export const frame = (seq: number, event: StreamEvent): Buffer =>
  Buffer.from(`id: ${seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
