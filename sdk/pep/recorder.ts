/**
 * Enters events into the spool. What cannot be entered is counted, and the count itself becomes an event as soon as there
 * is room: a loss is never silent.
 */
import { GapEvent, type PepEvent } from "../wire/protocol.ts";
import { type Clock, instant } from "./clock.ts";
import { eventId } from "./event-id.ts";
import type { Spool } from "./spool.ts";
import type { StateDir } from "./state-dir.ts";

const FILE = "gap.json";
const REASON_MAX = 300;

export class Recorder {
  private readonly spool: Spool;
  private readonly directory: StateDir;
  private readonly clock: Clock;
  private onRecord: () => void = () => undefined;
  private gap: GapEvent | null;
  /** Events lost since this process began. */
  lost = 0;

  constructor(spool: Spool, directory: StateDir, clock: Clock) {
    this.spool = spool;
    this.directory = directory;
    this.clock = clock;
    this.gap = readGap(directory);
    if (spool.damaged > 0) this.lose(spool.damaged, "The machine stopped while they were being written.");
  }

  /** `listener` is told whenever there is something to send. */
  whenRecorded(listener: () => void): void {
    this.onRecord = listener;
  }

  /** True when calls of a tier that must be recorded cannot be. */
  get full(): boolean {
    return this.spool.full;
  }

  /** Gaps not yet reported. */
  get gaps(): number {
    return this.gap ? 1 : 0;
  }

  /** False when the event was lost. */
  record(event: PepEvent): boolean {
    this.reportGap();
    // An outcome belongs to a call that was entered: it may use the room kept for it.
    const recorded = this.gap === null && this.spool.append(JSON.stringify(event), { reserved: event.type !== "call" });
    if (recorded) this.onRecord();
    else this.lose(1, "The spool of the enforcement point was full.");
    return recorded;
  }

  /** Waits until the disk has what was recorded; false when it cannot be had. */
  async settled(): Promise<boolean> {
    try {
      await this.spool.sync();
      return true;
    } catch {
      return false;
    }
  }

  /** Counts events that were taken out of the spool and that nobody has. */
  lose(count: number, reason: string): void {
    const at = instant(this.clock.now());
    this.lost += count;
    const first = this.gap === null;
    this.gap = {
      type: "gap",
      id: this.gap?.id ?? eventId(this.clock.now()),
      at,
      lost: (this.gap?.lost ?? 0) + count,
      firstAt: this.gap?.firstAt ?? at,
      lastAt: at,
      reason: this.gap?.reason ?? reason.slice(0, REASON_MAX),
    };
    // The first loss is written at once; of the count, a crash may lose the last hundred.
    if (first || this.gap.lost % 100 === 0) this.keepGap(this.gap);
  }

  /** Tries to enter the count of what was lost. */
  reportGap(): void {
    if (!this.gap || this.spool.full) return;
    this.keepGap(this.gap);
    if (!this.spool.append(JSON.stringify(this.gap), { reserved: true })) return;
    this.gap = null;
    this.onRecord();
    this.directory.remove(FILE);
  }

  private keepGap(gap: GapEvent): void {
    try {
      this.directory.write(FILE, JSON.stringify(gap));
    } catch {
      // The disk is full: the count stays in memory, and is entered when there is room.
    }
  }
}

function readGap(directory: StateDir): GapEvent | null {
  return directory.readJson(FILE, GapEvent);
}
