/** An agent whose payments are held, as a bench sees it. */
import type { connect } from "@/sdk/pep/connect";
import type { FromAgent } from "./agent-main";
import { forkHere } from "./swarm";

type Told<What extends FromAgent["told"]> = Extract<FromAgent, { told: What }>;

export class HeldAgent {
  readonly #child;
  readonly #heard: FromAgent[] = [];
  #wake: () => void = () => undefined;
  #ended = false;

  constructor(options: Parameters<typeof connect>[0]) {
    this.#child = forkHere("agent-main.ts", JSON.stringify(options));
    this.#child.on("message", (message: FromAgent) => {
      this.#heard.push(message);
      this.#wake();
    });
    this.#child.once("exit", () => {
      this.#ended = true;
      this.#wake();
    });
  }

  pay(amount: number): void {
    this.#child.send(amount);
  }

  /** The next thing that it tells, which must be this. */
  async told<What extends FromAgent["told"]>(what: What): Promise<Told<What>> {
    while (this.#heard.length === 0) {
      if (this.#ended) throw new Error(`The agent ended; it was to tell "${what}".`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const message = this.#heard.shift();
    if (message?.told !== what) throw new Error(`The agent told ${JSON.stringify(message)} in place of "${what}".`);
    return message as Told<What>;
  }

  stop(): void {
    this.#child.kill();
  }
}
