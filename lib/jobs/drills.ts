/** Follows orders as they are confirmed, and starts the drills that are due. */
import type { Db } from "@/lib/db/client";
import { systemContext } from "@/lib/db/ctx";
import type { Notice } from "@/lib/db/notify";
import { attendStops } from "@/lib/enforcement/attend-stops";
import { nextDrill } from "@/lib/enforcement/drill-rules";
import { runDrill } from "@/lib/enforcement/run-drill";
import { errorFields, log } from "@/lib/log";

/** Confirmations come in crowds: they are looked at together. */
const SETTLE_MS = 40;
/** While an order is under way, time-outs are judged this often. */
const AGAIN_MS = 1_000;

/** Looks at an organisation's orders soon after a point has said something, for as long as any is under way. */
export class StopWatch {
  readonly #db: Db;
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  /** Organisations with an order under way: points speak all the time, and most of it is about no order. */
  readonly #open = new Set<string>();
  readonly #busy = new Set<string>();

  constructor(db: Db) {
    this.#db = db;
  }

  onNotice({ orgId, topic, ref }: Notice): void {
    const order = topic === "audit" && /^(agent\.(killed|suspended)|scope\.revoked|drill\.started)$/.test(ref);
    if (order) this.#open.add(orgId);
    if (order || (topic === "points" && this.#open.has(orgId))) this.#look(orgId, SETTLE_MS);
  }

  stop(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
  }

  #look(orgId: string, inMs: number): void {
    if (this.#waiting.has(orgId)) return;
    this.#waiting.set(
      orgId,
      setTimeout(() => void this.#attend(orgId), inMs),
    );
  }

  async #attend(orgId: string): Promise<void> {
    this.#waiting.delete(orgId);
    // One look at a time: what was said meanwhile is seen by the next.
    if (this.#busy.has(orgId)) return this.#look(orgId, SETTLE_MS);
    this.#busy.add(orgId);
    try {
      const open = await attendStops(systemContext(orgId, "attend-stops", this.#db));
      if (open) this.#look(orgId, AGAIN_MS);
      else this.#open.delete(orgId);
    } catch (error) {
      log.error("an order could not be followed; it is looked at again", { orgId, ...errorFields(error) });
      this.#look(orgId, AGAIN_MS);
    } finally {
      this.#busy.delete(orgId);
    }
  }
}

/** Starts what is due. A drill that cannot be started now is tried again at its next turn, and said. */
export async function startDueDrills(db: Db): Promise<void> {
  const due = await db.drillPlan.findMany({ where: { nextAt: { lte: new Date() } } });
  for (const { orgId, every } of due) {
    const nextAt = nextDrill(every === "daily" || every === "weekly" ? every : "off", new Date());
    const { count } = await db.drillPlan.updateMany({
      where: { orgId, nextAt: { lte: new Date() } },
      data: { nextAt },
    });
    if (count === 0) continue;
    try {
      await runDrill(systemContext(orgId, "drills", db), {});
    } catch (error) {
      log.warn("a drill that was due could not be started", { orgId, ...errorFields(error) });
    }
  }
}
