/**
 * Keeps a file in the data directory while any organisation has the demo loaded: whoever supervises the processes runs the
 * demo's live agents as long as it is there, so that the console's button works without a restart.
 */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { errorFields, log } from "@/lib/log";

const marker = (): string => path.join(env.dataDir, "demo");

export async function syncDemoMarker(db: Db): Promise<void> {
  try {
    const wanted = (await db.organisation.count({ where: { demo: true } })) > 0;
    if (wanted === existsSync(marker())) return;
    if (wanted) writeFileSync(marker(), "");
    else rmSync(marker(), { force: true });
  } catch (error) {
    log.warn("cannot note whether the demo runs", errorFields(error));
  }
}
