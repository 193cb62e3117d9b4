/**
 * One organisation's points here. Its log is read by one reader at a time, in order, and each entry is written to everyone from
 * one prepared buffer; the newest entries and the complete state are kept, so that a thousand points that come back at once
 * cost the database one look.
 */
import { Batcher } from "@/lib/db/batcher";
import type { Db } from "@/lib/db/client";
import { contextFor } from "@/lib/db/ctx";
import { databaseInstant } from "@/lib/db/database-clock";
import { Prisma } from "@/lib/db/generated/client";
import { type SharedState, sharedState } from "@/lib/enforcement/point-state";
import { revisionAt } from "@/lib/policy/tracks";
import { type Frame, frame } from "./frames";
import type { Entry, PointStream } from "./point-stream";

type Logged = { seq: number; pepId: string | null; body: unknown };
/** What all points are told alike, as the beginning of a JSON object, and what each of them is to run. */
type Told = { text: string; tracks: SharedState["tracks"] };
type KeptState = { head: number; at: number; told: Promise<Told> };

const MOST_AT_ONCE = 1_000;
/** Entries that are replayed to a point that comes back. One that is further behind has the state, and these. */
const MOST_REPLAYED = 1_000;
const MOST_REPLAYED_BYTES = 4 * 1024 * 1024;
/** The state also holds what changes by the clock alone (a key that retires), so it is not kept for ever. */
const STATE_HOLDS_MS = 10_000;
/** More streams than these are no redundancy but a fault: the oldest is closed. */
const MOST_STREAMS_OF_A_POINT = 3;

export class Room {
  readonly orgId: string;
  readonly #db: Db;
  readonly #streams = new Map<string, PointStream[]>();
  #recent: Entry[] = [];
  #cursor: number | null = null;
  #state: KeptState | null = null;
  readonly #reader: Batcher<void, void>;

  constructor(orgId: string, db: Db) {
    this.orgId = orgId;
    this.#db = db;
    this.#reader = new Batcher({
      most: Number.POSITIVE_INFINITY,
      isolate: () => false,
      run: async (askers) => {
        await this.#readOn();
        return askers;
      },
    });
  }

  get size(): number {
    let all = 0;
    for (const streams of this.#streams.values()) all += streams.length;
    return all;
  }

  add(stream: PointStream): void {
    const streams = this.#streams.get(stream.pepId) ?? [];
    if (streams.length >= MOST_STREAMS_OF_A_POINT) streams[0]?.close();
    this.#streams.set(stream.pepId, [...streams, stream]);
  }

  /** How many streams of the same point are left; null when this one was not there. */
  remove(stream: PointStream): number | null {
    const streams = this.#streams.get(stream.pepId);
    if (!streams?.includes(stream)) return null;
    const left = streams.filter((one) => one !== stream);
    if (left.length > 0) this.#streams.set(stream.pepId, left);
    else this.#streams.delete(stream.pepId);
    return left.length;
  }

  cutOff(pepId: string): void {
    for (const stream of this.#streams.get(pepId) ?? []) stream.close();
  }

  each(work: (stream: PointStream) => void): void {
    for (const streams of this.#streams.values()) for (const stream of streams) work(stream);
  }

  /** Resolves once everything that was committed before the call has been read out. */
  catchUp(): Promise<void> {
    return this.#reader.add();
  }

  knows(seq: number): boolean {
    return this.#cursor !== null && seq <= this.#cursor;
  }

  /** To be called after the stream was added: whatever is committed after the answer's head will be pushed to it. */
  async beginning(stream: PointStream, last: number | null): Promise<{ head: number; state: Frame; missed: Entry[] }> {
    await this.catchUp();
    const head = this.#cursor ?? 0;
    const missed =
      last === null || last > head
        ? []
        : this.#recent.filter((entry) => entry.seq > last && !entry.inState && stream.concerns(entry));
    return {
      head,
      state: stateFrame(head, await this.#told(head), stream),
      missed: missed.filter(({ seq }) => seq <= head),
    };
  }

  async #readOn(): Promise<void> {
    this.#cursor ??= await this.#open();
    for (;;) {
      // Written out: the whole fleet waits for this one answer.
      const rows = await this.#db.$queryRaw<Logged[]>(Prisma.sql`
        SELECT "seq", "pepId", "body" FROM "ControlLog" WHERE "orgId" = ${this.orgId} AND "seq" > ${this.#cursor}
        ORDER BY "seq" LIMIT ${MOST_AT_ONCE}`);
      for (const row of rows) {
        const entry = entryOf(row);
        this.#recent.push(entry);
        this.#cursor = entry.seq;
        if (entry.frame) this.#tell(entry);
        else await this.#renewStates(entry.seq);
      }
      this.#recent = newest(this.#recent);
      if (rows.length < MOST_AT_ONCE) return;
    }
  }

  /** Where the log stands, with the newest entries at hand. Nobody is told them: who comes now is told the state. */
  async #open(): Promise<number> {
    const rows = await this.#db.controlLog.findMany({
      where: { orgId: this.orgId },
      orderBy: { seq: "desc" },
      take: MOST_REPLAYED,
    });
    this.#recent = newest(rows.reverse().map(entryOf));
    return rows.at(-1)?.seq ?? 0;
  }

  #tell(entry: Entry): void {
    if (entry.pepId === null) this.each((stream) => stream.push(entry));
    else for (const stream of this.#streams.get(entry.pepId) ?? []) stream.push(entry);
  }

  /** Every point is told its complete state again; one that is just coming is told it anyway. */
  async #renewStates(seq: number): Promise<void> {
    const frames = new Map<string, Frame>();
    this.#state = null;
    if (this.#streams.size === 0) return;
    const told = await this.#told(seq);
    this.each((stream) => {
      if (!stream.live) return;
      const key = `${stream.mode} ${revisionAt(told.tracks, stream.pepId)}`;
      const kept = frames.get(key) ?? stateFrame(seq, told, stream);
      frames.set(key, kept);
      stream.write(kept);
    });
  }

  #told(head: number): Promise<Told> {
    const kept = this.#state;
    if (kept && kept.head >= head && Date.now() - kept.at < STATE_HOLDS_MS) return kept.told;
    const ctx = contextFor({ kind: "system", id: "gateway", name: "Gatehouse (gateway)" }, this.orgId, "", this.#db);
    const told = sharedState(ctx).then(({ shared, tracks }) => ({
      text: JSON.stringify(shared).slice(0, -1),
      tracks,
    }));
    const state: KeptState = { head, at: Date.now(), told };
    this.#state = state;
    told.catch(() => {
      if (this.#state === state) this.#state = null;
    });
    return told;
  }
}

/** The end of the list that may be kept in memory. */
function newest(entries: Entry[]): Entry[] {
  let bytes = 0;
  let from = entries.length;
  while (from > 0 && entries.length - from < MOST_REPLAYED) {
    bytes += entries[from - 1]?.frame?.chunk.length ?? 0;
    if (bytes > MOST_REPLAYED_BYTES) break;
    from--;
  }
  return from === 0 ? entries : entries.slice(from);
}

function stateFrame(seq: number, { text, tracks }: Told, { pepId, mode }: Pick<PointStream, "pepId" | "mode">): Frame {
  const own = { revision: revisionAt(tracks, pepId), mode, serverTime: databaseInstant() };
  return frame(seq, "state", `${text},${JSON.stringify(own).slice(1)}`);
}

/** What the log holds, which `appendControl` wrote. */
function entryOf({ seq, pepId, body }: Logged): Entry {
  const { type } = body as { type: string };
  return {
    seq,
    pepId,
    inState: type === "bundle",
    frame: type === "renew" ? null : frame(seq, type, JSON.stringify(body)),
  };
}
