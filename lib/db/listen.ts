/** One connection that listens for notices and comes back by itself. */
import pg from "pg";
import { env } from "@/lib/env";
import { errorFields, log } from "@/lib/log";
import { NOTICE_CHANNEL, type Notice, parseNotice } from "./notify";

type Listener = {
  /** Called for every notice. */
  onNotice: (notice: Notice) => void;
  /** Called after each (re)connection: notices may have been missed, so look at the tables. */
  onConnect: () => void;
};

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;

/** Starts listening; the returned function stops it. */
export function listen(listener: Listener, databaseUrl: string = env.databaseUrl): () => Promise<void> {
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let wait = FIRST_WAIT_MS;

  const retry = () => {
    if (stopped || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      void connect();
    }, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  };

  const connect = async () => {
    const next = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      application_name: "gatehouse-listen",
    });
    next.on("notification", ({ payload }) => {
      const notice = parseNotice(payload ?? "");
      if (notice) listener.onNotice(notice);
    });
    next.on("error", (error) => {
      log.warn("lost the connection that listens for changes; connecting again", errorFields(error));
      void next.end().catch(() => undefined);
      retry();
    });
    try {
      await next.connect();
      await next.query(`LISTEN ${NOTICE_CHANNEL}`);
      client = next;
      wait = FIRST_WAIT_MS;
      listener.onConnect();
    } catch (error) {
      log.warn("cannot listen for changes yet", errorFields(error));
      retry();
    }
  };

  void connect();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await client?.end();
  };
}
