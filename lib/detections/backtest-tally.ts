/** Private to this folder: counts what a back-test found. */
import type { BacktestResult } from "./contract";
import type { Hit, Range } from "./detection";
import { DAY_MS, startOf } from "./hours";

const MOST_SAMPLES = 20;

export class BacktestTally {
  agents = 0;
  cut = false;
  #hits = 0;
  readonly #days = new Map<string, number>();
  readonly #samples: BacktestResult["samples"] = [];

  constructor({ from, to }: Range) {
    for (let day = startOf(from, DAY_MS); day < to; day = new Date(day.getTime() + DAY_MS))
      this.#days.set(nameOf(day), 0);
  }

  add(hits: readonly Hit[]): void {
    for (const hit of hits) {
      this.#hits += 1;
      const day = nameOf(hit.windowFrom);
      this.#days.set(day, (this.#days.get(day) ?? 0) + 1);
      if (this.#samples.length >= MOST_SAMPLES) continue;
      const { windowFrom, subject, title, severity } = hit;
      this.#samples.push({ at: windowFrom.toISOString(), subjectName: subject.name, title, severity });
    }
  }

  result(): BacktestResult {
    const byDay = [...this.#days].map(([day, hits]) => ({ day, hits }));
    return { agents: this.agents, cut: this.cut, hits: this.#hits, byDay, samples: this.#samples };
  }
}

const nameOf = (day: Date): string => day.toISOString().slice(0, 10);
