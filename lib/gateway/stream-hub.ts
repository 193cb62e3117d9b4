/**
 * Fans the control log out to connected points. The log is the truth: a notice only says "look". One timer renews the leases
 * of all.
 */
import { type Db, database } from "@/lib/db/client";
import { databaseInstant } from "@/lib/db/database-clock";
import type { listen } from "@/lib/db/listen";
import type { Notice } from "@/lib/db/notify";
import { forgetAll, forgetOrganisation, noticesArrive } from "@/lib/db/remembered";
import { forgetPoint, forgetPoints, noticesProven } from "@/lib/enforcement/resolve-point";
import { LEASE_SECONDS } from "@/lib/enforcement/rules";
import { errorFields, log } from "@/lib/log";
import { Refusal } from "@/lib/shared/errors";
import type { StreamEvent } from "@/sdk/wire/protocol";
import { type Frame, frame } from "./frames";
import type { Entry, PointStream } from "./point-stream";
import { Presence } from "./presence";
import { Room } from "./room";

export class StreamHub {
  readonly #rooms = new Map<string, Room>();
  readonly #db: Db;
  readonly #presence: Presence;

  constructor(db: Db = database()) {
    this.#db = db;
    this.#presence = new Presence(db);
  }

  get size(): number {
    let all = 0;
    for (const room of this.#rooms.values()) all += room.size;
    return all;
  }

  /**
   * Registers first and reads afterwards; what is published meanwhile waits in the stream, so nothing falls between the two.
   * An event may be told twice (in the state and again as itself); each is true when repeated.
   */
  async join(stream: PointStream, last: number | null): Promise<{ head: number; state: Frame; missed: Entry[] }> {
    const room = this.#rooms.get(stream.orgId) ?? new Room(stream.orgId, this.#db);
    this.#rooms.set(stream.orgId, room);
    room.add(stream);
    // Asked of the database at every connection, whatever is remembered of the token: a revoked point gets no stream.
    const mode = await this.#presence.came(stream.orgId, stream.pepId);
    if (mode === null) throw new Refusal("unauthenticated", "The point is unknown or revoked.");
    stream.mode = mode;
    return room.beginning(stream, last);
  }

  leave(stream: PointStream): void {
    const room = this.#rooms.get(stream.orgId);
    const left = room?.remove(stream) ?? null;
    if (room?.size === 0) this.#rooms.delete(stream.orgId);
    if (left !== 0) return;
    this.#presence.left(stream.orgId, stream.pepId).catch((error: unknown) => {
      log.warn("cannot note that a point has left", { pepId: stream.pepId, ...errorFields(error) });
    });
  }

  onNotice({ orgId, topic, ref }: Notice): void {
    if (topic === "control" && !this.#rooms.get(orgId)?.knows(Number(ref))) this.#look(orgId);
    // Whatever is changed by people or their keys is an audit entry.
    if (topic === "audit") forgetOrganisation(orgId);
    if (topic === "revoked") {
      forgetPoint(ref);
      this.#rooms.get(orgId)?.cutOff(ref);
    }
  }

  /** For `listen`. What is remembered of points counts only while notices are proven to come. */
  get listener(): Parameters<typeof listen>[0] {
    return {
      onNotice: (notice) => this.onNotice(notice),
      onConnect: () => {
        forgetPoints();
        forgetAll();
        this.readAll();
      },
      onAlive: () => {
        noticesProven();
        noticesArrive();
      },
      onLost: () => {
        forgetPoints();
        forgetAll();
      },
    };
  }

  /** Notices may have been missed: look at every log. */
  readAll(): void {
    for (const orgId of this.#rooms.keys()) this.#look(orgId);
  }

  /** One renewal for everyone, from one buffer. */
  renewLeases(): void {
    const lease: StreamEvent = { type: "lease", leaseSeconds: LEASE_SECONDS, serverTime: databaseInstant() };
    const renewal = frame(null, "lease", JSON.stringify(lease));
    for (const room of this.#rooms.values()) room.each((stream) => stream.renew(renewal));
  }

  async closeAll(): Promise<void> {
    const rooms = [...this.#rooms.values()];
    this.#rooms.clear();
    for (const room of rooms) room.each((stream) => stream.close());
    try {
      await this.#presence.allLeft();
    } catch (error) {
      log.warn("cannot note that all points have left", errorFields(error));
    }
  }

  #look(orgId: string): void {
    this.#rooms
      .get(orgId)
      ?.catchUp()
      .catch((error: unknown) => {
        log.warn("cannot read the control log; trying again at the next notice or lease", {
          orgId,
          ...errorFields(error),
        });
      });
  }
}
