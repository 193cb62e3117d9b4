/** Delivers to the sinks as long as the worker runs: woken by what is committed, and by itself every second. */
import type { Db } from "@/lib/db/client";
import type { Notice } from "@/lib/db/notify";
import { DeliveryPump } from "@/lib/delivery/pump";

export class Delivery {
  readonly #pump: DeliveryPump;

  constructor(db: Db) {
    this.#pump = new DeliveryPump(db);
  }

  start(): void {
    this.#pump.start();
  }

  onNotice({ topic }: Notice): void {
    if (topic === "audit") this.#pump.wake();
  }

  stop(): Promise<void> {
    return this.#pump.stop();
  }
}
