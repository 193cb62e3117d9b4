import type { z } from "zod";
import { printable } from "../../pep/printable.ts";
import { ask, consoleFrom } from "../console-client.ts";
import { Policies, RollOut, RollOuts } from "./answers.ts";
import type { PolicyOptions } from "./options.ts";
import { PURPOSE } from "./purpose.ts";

/** It is on its way, or waits for somebody. */
const UNDER_WAY = 3;
const FAILED = 1;

/** What is published, and where the newest roll-out stands: ends with 0 once nothing is under way, 1 if it was rolled back. */
export async function status(options: PolicyOptions): Promise<number> {
  const console = consoleFrom(options.console, PURPOSE);
  const { revision } = await ask(console, Policies.pick({ revision: true }), "GET /api/v1/policies");
  say(revision === null ? "Nothing was published yet." : `Revision ${revision} is published.`);
  const [newest] = (await ask(console, RollOuts, "GET /api/v1/roll-outs")).items;
  if (!newest) return 0;
  const id = encodeURIComponent(newest.id);
  const rollOut = await ask(console, RollOut, `GET /api/v1/roll-outs/${id}`);
  show(rollOut);
  say(`  ${new URL(`/policies/rollouts/${id}`, console.url)}`);
  if (rollOut.status === "completed") return 0;
  return rollOut.status === "rolledBack" ? FAILED : UNDER_WAY;
}

const STATES: Record<string, string> = {
  running: "is under way",
  waiting: "waits for somebody",
  halted: "is halted",
  completed: "is in force everywhere",
  rolledBack: "was rolled back",
};

function show({ revision, status: state, why, startedByName, rings }: z.infer<typeof RollOut>): void {
  say(
    `The roll-out of revision ${revision}, started by ${printable(startedByName, 100)}, ${STATES[state] ?? printable(state, 40)}.`,
  );
  if (why !== null) say(`  ${printable(why, 500)}`);
  for (const { name, state: at, points, acknowledged, counts } of rings) {
    const seen = at === "reached" || at === "passed";
    const figures = seen
      ? `${acknowledged} of ${points} points have it; of ${counts.judged} judged calls ${counts.newlyDenied} newly denied, ${counts.newlyHeld} newly held; ${counts.errors} errors`
      : `${points} points`;
    say(`  ${printable(at, 20).padEnd(8)} ${printable(name, 100)}: ${figures}`);
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
