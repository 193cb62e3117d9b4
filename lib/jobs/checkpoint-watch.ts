/** Ends what no longer stands as soon as something changed that it rests on; changes that come meanwhile are looked at once more. */
import { reconsiderCheckpoints } from "@/lib/checkpoints/reconsider-checkpoints";
import type { Db } from "@/lib/db/client";
import { systemContext } from "@/lib/db/ctx";
import type { Notice } from "@/lib/db/notify";
import { errorFields, log } from "@/lib/log";

/** Whatever an approval rests on is changed by an act of one of these. */
const matters = /^(agent|apiKey|bundle|delegation|demo|person|rollOut|rule|scope|tool|toolServer)\./;

export class CheckpointWatch {
  readonly #db: Db;
  /** Organisations that are being looked at; true when there was news since the look began. */
  readonly #running = new Map<string, boolean>();
  #stopped = false;

  constructor(db: Db) {
    this.#db = db;
  }

  onNotice({ orgId, topic, ref }: Notice): void {
    if (topic !== "audit" || !matters.test(ref) || this.#stopped) return;
    if (this.#running.has(orgId)) this.#running.set(orgId, true);
    else void this.#look(orgId);
  }

  stop(): void {
    this.#stopped = true;
  }

  async #look(orgId: string): Promise<void> {
    do {
      this.#running.set(orgId, false);
      try {
        await reconsiderCheckpoints(systemContext(orgId, "checkpoint-watch", this.#db));
      } catch (error) {
        log.error("open requests could not be looked at again; no grant is redeemed without it", {
          orgId,
          ...errorFields(error),
        });
      }
    } while (this.#running.get(orgId) && !this.#stopped);
    this.#running.delete(orgId);
  }
}
