import { dataDir } from "./paths.mjs";
import { ensurePostgres } from "./postgres.mjs";
import { Problem } from "./problem.mjs";

/**
 * Notices at once when the embedded server ends (its connection breaks) and starts it again. The processes come back by
 * themselves: they know it by its address, so only an address that had to change is beyond mending here.
 */
export async function guardPostgres({ url, say, onGiveUp }) {
  const { default: pg } = await import("pg");
  let client;
  let stopped = false;

  const revive = async () => {
    if (stopped) return;
    try {
      say("[database] ended; starting it again");
      const again = await ensurePostgres({ dataDir: dataDir() });
      if (again.url !== url) {
        throw new Problem("Another program took the database's port while it was down.", "Start again.");
      }
      await watch();
      say("[database] runs again");
    } catch (error) {
      if (!stopped) onGiveUp(error);
    }
  };
  const watch = async () => {
    const next = new pg.Client({ connectionString: url, keepAlive: true, application_name: "gatehouse-guard" });
    next.on("error", () => {});
    await next.connect();
    client = next;
    next.once("end", revive);
  };
  await watch();
  return async () => {
    stopped = true;
    await client.end().catch(() => {});
  };
}
