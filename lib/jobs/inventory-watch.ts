/** Signs a new bundle soon after the inventory changed; many changes at once become one bundle. */
import type { Db } from "@/lib/db/client";
import { systemContext } from "@/lib/db/ctx";
import type { Notice } from "@/lib/db/notify";
import { errorFields, log } from "@/lib/log";
import { refreshBundle } from "@/lib/policy/refresh-bundle";

/** Changes of status reach points through the control log, yet the bundle must say the same to whoever starts cold. */
const changesBundles = /^(agent|tool|rule|demo|delegation)\./;
const SETTLE_MS = 100;

export class InventoryWatch {
  readonly #db: Db;
  readonly #waiting = new Map<string, NodeJS.Timeout>();

  constructor(db: Db) {
    this.#db = db;
  }

  onNotice({ orgId, topic, ref }: Notice): void {
    if (topic !== "audit" || !changesBundles.test(ref) || this.#waiting.has(orgId)) return;
    this.#waiting.set(
      orgId,
      setTimeout(() => void this.#refresh(orgId), SETTLE_MS),
    );
  }

  stop(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
  }

  async #refresh(orgId: string): Promise<void> {
    this.#waiting.delete(orgId);
    try {
      const revision = await refreshBundle(systemContext(orgId, "inventory-watch", this.#db));
      if (revision !== null) log.info("the inventory changed: new bundle", { orgId, revision });
    } catch (error) {
      log.error("a changed inventory could not be put into a bundle; the last one stays in force", {
        orgId,
        ...errorFields(error),
      });
    }
  }
}
