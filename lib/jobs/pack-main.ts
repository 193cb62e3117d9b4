/** Builds the audit packs that wait, and ends: a process of its own, started by the worker (see pack-builder.ts). */
import { runPacks } from "@/lib/compliance/run-packs";
import { database } from "@/lib/db/client";
import { errorFields, log } from "@/lib/log";
import { sealNow } from "./seal-audit";

// Without the worker nobody would end it. What it was at is taken up by whoever finds it without a sign of life.
process.once("disconnect", () => process.exit(1));

try {
  await runPacks(database(), sealNow);
} catch (error) {
  log.error("audit packs wait", errorFields(error));
  process.exitCode = 1;
}
await database().$disconnect();
process.disconnect?.();
