import { setTimeout as wait } from "node:timers/promises";
import { Problem } from "./problem.mjs";

const PATIENCE_MS = 120_000;

export async function answersReady(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Waits until an address answers that its process is ready to serve. */
export async function untilReady({ url, supervised, aborted }) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await answersReady(url))) {
    if (aborted()) return;
    if (Date.now() > deadline) {
      throw new Problem(
        `The ${supervised.name} is not ready after ${PATIENCE_MS / 1000} s. Its last lines:\n\n${supervised.log.lastLines()}\n`,
        `The whole log: ${supervised.log.file}`,
      );
    }
    await wait(100);
  }
}
