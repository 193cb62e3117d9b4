import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bundleFile } from "./bundles.mjs";
import { dataDir } from "./paths.mjs";

const LOOK_MS = 1000;
const marker = () => path.join(dataDir(), "demo");

/** The demo's live agents run while this file exists: `--demo` and the console's button make it, removing the demo ends it. */
export const markDemo = () => writeFileSync(marker(), "");

/** Starts and stops the demo's process as the marker comes and goes. Returns how to stop looking. */
export function followDemoMarker(supervised) {
  let runs = false;
  let turn = Promise.resolve();
  const look = async () => {
    const wanted = existsSync(marker()) && existsSync(bundleFile("demo"));
    if (wanted === runs) return;
    runs = wanted;
    if (wanted) supervised.resume();
    else await supervised.stop();
  };
  const timer = setInterval(() => {
    turn = turn.then(look);
  }, LOOK_MS);
  turn = turn.then(look);
  return () => clearInterval(timer);
}
