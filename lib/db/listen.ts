/** One connection that listens for notices and comes back by itself. */
import pg from "pg";
import { env } from "@/lib/env";
import { errorFields, log } from "@/lib/log";
import { noteDatabaseTime } from "./database-clock";
import { NOTICE_CHANNEL, type Notice, parseNotice } from "./notify";

type Listener = {
  /** Called for every notice. */
  onNotice: (notice: Notice) => void;
  /** Called after each (re)connection: notices may have been missed, so look at the tables. */
  onConnect: () => void;
  /** Called every few seconds while the connection is proven to work: no notice committed before then is still to come. */
  onAlive?: () => void;
  /** Called when the connection is lost: notices are missed from now on. */
  onLost?: () => void;
};

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
/** A connection whose other end has vanished looks like one on which nothing happens, so it is asked. */
const PROVE_EVERY_MS = 2_000;

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

  const lose = (lost: pg.Client, error: unknown) => {
    if (client !== lost) return;
    client = null;
    log.warn("lost the connection that listens for changes; connecting again", errorFields(error));
    listener.onLost?.();
    void lost.end().catch(() => undefined);
    retry();
  };

  const connect = async () => {
    const next = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      application_name: "gatehouse-listen",
      query_timeout: 2 * PROVE_EVERY_MS,
    });
    next.on("notification", ({ payload }) => {
      const notice = parseNotice(payload ?? "");
      if (notice) listener.onNotice(notice);
    });
    next.on("error", (error) => lose(next, error));
    try {
      await next.connect();
      await next.query(`LISTEN ${NOTICE_CHANNEL}`);
      await readClock(next);
      if (stopped) return void (await next.end());
      client = next;
      wait = FIRST_WAIT_MS;
      listener.onConnect();
      prove(next);
    } catch (error) {
      log.warn("cannot listen for changes yet", errorFields(error));
      void next.end().catch(() => undefined);
      retry();
    }
  };

  const prove = (current: pg.Client) => {
    if (client !== current || stopped) return;
    listener.onAlive?.();
    setTimeout(() => {
      if (client !== current || stopped) return;
      readClock(current).then(
        () => prove(current),
        (error) => lose(current, error),
      );
    }, PROVE_EVERY_MS).unref();
  };

  void connect();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await client?.end();
  };
}

/** Any answer proves the connection; this one also says what time it is there. */
async function readClock(client: pg.Client): Promise<void> {
  const askedAt = performance.now();
  const { rows } = await client.query<{ now: number }>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "now"',
  );
  if (rows[0]) noteDatabaseTime(rows[0].now, askedAt, performance.now());
}
