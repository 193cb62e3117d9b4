import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import path from "node:path";
import { logFile } from "./paths.mjs";
import { tail } from "./problem.mjs";

const LIMIT = 10_000_000;
const REMEMBERED = 8_000;

/** A log of one process, kept within two files of 10 MB; the newest lines are also at hand for a report. */
export function openLog(name) {
  const file = logFile(name);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o711 });
  let handle = openSync(file, "a", 0o600);
  let size = statSync(file).size;
  let recent = "";

  const rotate = () => {
    closeSync(handle);
    renameSync(file, `${file}.1`);
    handle = openSync(file, "a", 0o600);
    size = 0;
  };
  return {
    file,
    write(text) {
      recent = (recent + text).slice(-REMEMBERED);
      try {
        if (size > LIMIT) rotate();
        size += writeSync(handle, text);
      } catch {
        // A full disk must not take the processes down that could still answer; the terminal shows the lines anyway.
      }
    },
    lastLines: (count = 15) => tail(recent, count),
  };
}
