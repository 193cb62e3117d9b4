/**
 * How long ago the gateway was last heard. Whoever can set the machine's clock must not be able to lengthen the lease, so
 * it is the longer of what the monotonic clock and the wall clock say; the wall clock also counts the time asleep.
 */
import type { Clock } from "./clock.ts";

export type LastWord = { at: number; leaseSeconds: number };

export class Lease {
  private readonly clock: Clock;
  private word: LastWord | null;
  /** Milliseconds already gone when the monotonic reading below was taken. */
  private gone = 0;
  private since: number;

  /** `persisted` is the last word before a restart: what remained of it remains, and nothing is added. */
  constructor(clock: Clock, persisted: LastWord | null) {
    this.clock = clock;
    this.word = persisted;
    this.since = clock.monotonic();
    if (!persisted) return;
    const gone = clock.now() - persisted.at;
    // A clock that went back says nothing about how long ago it was.
    this.gone = gone < 0 ? Number.POSITIVE_INFINITY : gone;
  }

  heard(leaseSeconds: number): LastWord {
    this.word = { at: this.clock.now(), leaseSeconds };
    this.gone = 0;
    this.since = this.clock.monotonic();
    return this.word;
  }

  /** Gives the lease up before its time. */
  end(): void {
    this.word = null;
  }

  /** Seconds since the last word; infinite when there was none. */
  age(): number {
    if (!this.word) return Number.POSITIVE_INFINITY;
    const monotonic = this.gone + this.clock.monotonic() - this.since;
    return Math.max(monotonic, this.clock.now() - this.word.at) / 1000;
  }

  get leaseSeconds(): number {
    return this.word?.leaseSeconds ?? 0;
  }

  /** True while a point may decide for a tier whose offline contract allows `offlineSeconds`. */
  holds(offlineSeconds: number): boolean {
    return this.age() <= Math.max(this.leaseSeconds, offlineSeconds);
  }
}
