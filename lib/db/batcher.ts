/** Group commit: whatever is given while a run is under way goes into the next run together, and each giver is answered from it. */
import { Refusal } from "@/lib/shared/errors";

type Waiting<Item, Answer> = {
  item: Item;
  weight: number;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
};

export type BatcherOptions<Item, Answer> = {
  /** Answers in the order of the items; throws when nothing of it took effect. */
  run: (items: Item[]) => Promise<Answer[]>;
  /** Largest weight of one run; an item that is heavier runs alone. */
  most: number;
  weigh?: (item: Item) => number;
  /** Runs under way at once. */
  lanes?: number;
  /** Waits this long for company before a run; only for what nobody waits for. */
  gatherMs?: number;
  /** Beyond this weight in waiting, more is refused rather than kept in memory. */
  mostWaiting?: number;
  /** False for failures that would befall each item by itself too, such as a database that is away. */
  isolate?: (error: unknown) => boolean;
};

export class Batcher<Item, Answer> {
  readonly #options: Required<BatcherOptions<Item, Answer>>;
  #waiting: Waiting<Item, Answer>[] = [];
  #weight = 0;
  #running = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BatcherOptions<Item, Answer>) {
    this.#options = {
      weigh: () => 1,
      lanes: 1,
      gatherMs: 0,
      mostWaiting: Number.POSITIVE_INFINITY,
      isolate: () => true,
      ...options,
    };
  }

  add(item: Item): Promise<Answer> {
    const weight = this.#options.weigh(item);
    if (this.#weight > 0 && this.#weight + weight > this.#options.mostWaiting) {
      return Promise.reject(
        new Refusal("unavailable", "More arrives than can be stored now. Nothing was taken; send it again shortly.", {
          retryAfterSeconds: 1,
        }),
      );
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, weight, resolve, reject });
      this.#weight += weight;
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#waiting.length === 0 || this.#running >= this.#options.lanes || this.#timer) return;
    if (this.#options.gatherMs === 0) {
      // Once the lane is taken, what the same turn of the event loop brings still comes along.
      this.#running++;
      queueMicrotask(() => void this.#lane());
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#running++;
      void this.#lane();
    }, this.#options.gatherMs);
  }

  async #lane(): Promise<void> {
    const batch = this.#take();
    if (batch.length > 0) await this.#run(batch);
    this.#running--;
    this.#schedule();
  }

  #take(): Waiting<Item, Answer>[] {
    let weight = 0;
    let count = 0;
    for (const one of this.#waiting) {
      if (count > 0 && weight + one.weight > this.#options.most) break;
      weight += one.weight;
      count++;
    }
    this.#weight -= weight;
    return this.#waiting.splice(0, count);
  }

  /** When a run of several fails, each is tried by itself, so that one bad item does not fail its neighbours. */
  async #run(batch: Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.#options.run(batch.map(({ item }) => item));
      if (answers.length !== batch.length) throw new Error("a run answered another number of items than it was given");
      for (const [place, one] of batch.entries()) one.resolve(answers[place] as Answer);
    } catch (error) {
      if (batch.length === 1 || !this.#options.isolate(error)) {
        for (const one of batch) one.reject(error);
        return;
      }
      for (const one of batch) await this.#run([one]);
    }
  }
}
