/** Sends what people are to be told as long as the worker runs: woken by what is committed, and by itself every two seconds. */
import type { Db } from "@/lib/db/client";
import type { Notice } from "@/lib/db/notify";
import { MailPump } from "@/lib/mail/pump";

export class Mailing {
  readonly #pump: MailPump;

  constructor(db: Db) {
    this.#pump = new MailPump(db);
  }

  start(): void {
    this.#pump.start();
  }

  onNotice({ topic }: Notice): void {
    if (topic === "messages") this.#pump.wake();
  }

  stop(): Promise<void> {
    return this.#pump.stop();
  }
}
