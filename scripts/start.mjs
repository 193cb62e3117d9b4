/**
 * `npm start`: the one command that brings Gatehouse up from a bare checkout. Plain JavaScript on Node's own modules, because
 * it runs before anything is installed. Options: --demo (load and run the living demo), --dev (development servers).
 */
import { parseArgs } from "node:util";
import { checkNode } from "./start/check-machine.mjs";
import { Problem, report } from "./start/problem.mjs";

function options() {
  try {
    return parseArgs({
      options: { demo: { type: "boolean", default: false }, dev: { type: "boolean", default: false } },
    }).values;
  } catch (error) {
    throw new Problem(error.message, "Usage: npm start [-- --demo] [--dev]");
  }
}

try {
  checkNode();
  const { runStack } = await import("./start/run-stack.mjs");
  await runStack(options());
} catch (error) {
  process.exitCode = report(error);
}
