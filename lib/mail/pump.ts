/**
 * Sends for every organisation of the installation, each by itself: one whose server is down or slow keeps only itself
 * waiting. Any number of processes may run one: each organisation has one sender at a time.
 */
import type { Db } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/ctx";
import type { MailServer as MailServerRow } from "@/lib/db/generated/client";
import type { EgressOptions } from "@/lib/delivery/egress-client";
import { errorFields, log } from "@/lib/log";
import { newId } from "@/lib/shared/ids";
import { dropUnsendable, dueOrganisations, noteMailFailure, releaseLease, takeLease, trimMessages } from "./progress";
import { raiseMailAlarms } from "./raise-mail-alarms";
import { sendWaiting } from "./send-waiting";

const TICK_MS = 2_000;
const TIDY_MS = 3_600_000;

export class MailPump {
  readonly #db: Db;
  readonly #options: EgressOptions;
  readonly #holder = newId("request");
  /** Rounds under way, by organisation. */
  readonly #rounds = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #ticking = false;
  #again = false;
  #stopped = true;
  #tidiedAt = 0;

  constructor(db: Db, options: EgressOptions = {}) {
    this.#db = db;
    this.#options = options;
  }

  start(): void {
    this.#stopped = false;
    this.wake();
  }

  /** Something was committed. */
  wake(): void {
    if (this.#stopped) return;
    this.#again = true;
    if (!this.#ticking) void this.#tick();
  }

  /** Ends after the rounds that are under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await Promise.all(this.#rounds.values());
  }

  async #tick(): Promise<void> {
    this.#ticking = true;
    clearTimeout(this.#timer);
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        await this.#startRounds();
      } catch (error) {
        log.error("mail could not look for work; it will look again", errorFields(error));
      }
    }
    this.#ticking = false;
    if (!this.#stopped) this.#timer = setTimeout(() => this.wake(), TICK_MS);
  }

  async #startRounds(): Promise<void> {
    await dropUnsendable(this.#db);
    for (const orgId of await dueOrganisations(this.#db)) {
      if (this.#rounds.has(orgId)) continue;
      this.#rounds.set(
        orgId,
        runRound(this.#db, orgId, this.#holder, this.#options).then((more) => {
          this.#rounds.delete(orgId);
          if (more) this.wake();
        }),
      );
    }
    if (Date.now() - this.#tidiedAt < TIDY_MS) return;
    this.#tidiedAt = Date.now();
    await trimMessages(this.#db);
  }
}

/** One round of one organisation under its lease. True when there is more to send. */
export async function runRound(db: Db, orgId: string, holder: string, options: EgressOptions = {}): Promise<boolean> {
  let server: MailServerRow | null = null;
  try {
    server = await takeLease(db, orgId, holder);
    if (!server) return false;
    const round = await sendWaiting(db, server, holder, options);
    const after = await db.mailServer.findUnique({ where: { orgId } });
    if (after) await raiseMailAlarms(db, after, await databaseNow(db));
    return round === "more";
  } catch (error) {
    log.error("messages could not be sent; they will be tried again", { orgId, ...errorFields(error) });
    const reason = error instanceof Error ? error.message : String(error);
    if (server) await noteMailFailure(db, server, reason).catch(() => undefined);
    return false;
  } finally {
    await releaseLease(db, orgId, holder).catch(() => undefined);
  }
}
