import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Problem } from "./problem.mjs";
import { Supervised } from "./supervisor.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-supervisor-"));
const before = process.env.GATEHOUSE_DATA_DIR;
beforeAll(() => {
  process.env.GATEHOUSE_DATA_DIR = folder;
});
afterAll(() => {
  if (before === undefined) delete process.env.GATEHOUSE_DATA_DIR;
  else process.env.GATEHOUSE_DATA_DIR = before;
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a program under supervision; `line` waits for one that it, or the supervisor about it, prints. */
function supervise(name: string, program: string) {
  const lines: string[] = [];
  let look = () => {};
  let giveUp: (problem: Problem) => void = () => {};
  const givenUp = new Promise<Problem>((resolve) => {
    giveUp = resolve;
  });
  const show = (line: string) => {
    lines.push(line);
    look();
  };
  const one = new Supervised({
    name,
    args: ["-e", program],
    env: process.env,
    show,
    onGiveUp: giveUp,
    firstBackoffMs: 10,
  });
  const line = (text: string, times = 1) =>
    new Promise<void>((resolve) => {
      look = () => {
        if (lines.filter((entry) => entry.includes(text)).length >= times) resolve();
      };
      look();
    });
  return { one, line, givenUp };
}

const stay = "setInterval(() => {}, 1000);";

test("a process that crashes is started again, and that is said", async () => {
  const { one, line } = supervise("crash", `console.log("up"); setTimeout(() => process.exit(3), 50);`);
  one.start();
  await line("[crash] ended (code 3); starting it again in 0.01 s");
  await line("[crash] up", 2);
  await one.stop();
});

test("a process that cannot stay up is given up with its last words", async () => {
  const { one, givenUp } = supervise("hopeless", `console.error("no moon"); process.exit(1);`);
  one.start();
  const problem = await givenUp;
  expect(problem.message).toMatch(/hopeless ended 5 times shortly after its start \(code 1\)/);
  expect(problem.message).toContain("no moon");
});

test("a process that does not listen is ended by force", async () => {
  const { one, line } = supervise("deaf", `process.on("SIGTERM", () => {}); ${stay} console.log("up");`);
  one.start();
  await line("[deaf] up");
  await one.stop(100);
  expect(one.running).toBe(false);
});

test("what a process started itself does not outlive it", async () => {
  const grandchild = `require("node:child_process").spawn(process.execPath, ["-e", "process.on('SIGTERM',()=>{});${stay}"], { stdio: "inherit" })`;
  const program = `const c = ${grandchild}; console.log("child " + c.pid + ";"); ${stay}`;
  const { one, line } = supervise("parent", program);
  one.start();
  await line("child ");
  await one.stop();
  const pid = Number(/child (\d+);/.exec(readFileSync(path.join(folder, "logs", "parent.log"), "utf8"))?.[1]);
  expect(pid).toBeGreaterThan(0);
  await expect.poll(() => isAlive(pid)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    // A killed process that nobody has collected yet is a zombie: dead, though its number is still there.
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}
