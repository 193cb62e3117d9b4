/** How much of what exporters send is in memory at once, whoever sends it. Points and people have what is left. */
import { Refusal } from "@/lib/shared/errors";

const MOST_BYTES = 64 * 1024 * 1024;

export class IntakeRoom {
  readonly #most: number;
  #taken = 0;

  constructor(most: number = MOST_BYTES) {
    this.#most = most;
  }

  /** Makes room for one request; what it took is free again when the work has ended, however it ended. */
  async during<T>(work: (take: (bytes: number) => void) => Promise<T>): Promise<T> {
    let mine = 0;
    const take = (bytes: number) => {
      if (this.#taken + bytes > this.#most) {
        throw new Refusal("rate_limited", "More telemetry arrives than can be stored now. Send it again shortly.", {
          retryAfterSeconds: 1,
        });
      }
      this.#taken += bytes;
      mine += bytes;
    };
    try {
      return await work(take);
    } finally {
      this.#taken -= mine;
    }
  }
}
