import type { Clock } from "../pep/clock.ts";

/** A clock that a test moves: `pass` is time going by, `set` is somebody changing the wall clock. */
export class ManualClock implements Clock {
  private wall: number;
  private run = 0;

  constructor(wall = Date.now()) {
    this.wall = wall;
  }

  now(): number {
    return this.wall;
  }

  monotonic(): number {
    return this.run;
  }

  pass(seconds: number): void {
    this.wall += seconds * 1000;
    this.run += seconds * 1000;
  }

  set(wall: number): void {
    this.wall = wall;
  }
}
