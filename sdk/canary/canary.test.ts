import { describe, expect, onTestFinished, test, vi } from "vitest";
import { Profile } from "../sandbox/profile.ts";
import { sandboxing } from "../testing/sandboxing.ts";
import type { CanaryAttempt } from "../wire/canary-attempt.ts";
import { judgeAttempt, judgeRun } from "./judge.ts";
import { dueOrChanged } from "./next-run.ts";
import type { Probe } from "./probe.ts";
import { readLines } from "./probe-script.ts";
import { runCanaries } from "./run-canaries.ts";

const probe: Probe = { id: "files.x", family: "files", attempt: "Try x", run: () => "" };
const line = (got: boolean) => new Map([[probe.id, { id: probe.id, got, seen: "seen", ms: 1 }]]);
const none = new Map<string, never>();
const judged = (control: ReturnType<typeof line>, sandboxed: ReturnType<typeof line>) =>
  judgeAttempt(probe, { control, sandboxed, ended: none }).verdict;

test("only a refusal beside a control that succeeded counts as contained; what got out has escaped whatever its control says", () => {
  expect(judged(line(true), line(false))).toBe("contained");
  expect(judged(line(false), line(false))).toBe("void");
  expect(judged(none, line(false))).toBe("void");
  expect(judged(line(true), none)).toBe("void");
  expect(judged(line(true), line(true))).toBe("escaped");
  expect(judged(none, line(true))).toBe("escaped");
});

const attempt = (family: CanaryAttempt["family"], verdict: CanaryAttempt["verdict"]): CanaryAttempt => ({
  ...{ id: `${family}.${verdict}`, family, attempt: "Try", control: null, sandboxed: null, verdict },
});

test("one escape fails a run; a fault, or a family without proof, makes it void; nothing attempted has passed nothing", () => {
  const good = [attempt("files", "contained"), attempt("kernel", "contained")];
  expect(judgeRun(good, null).result).toBe("passed");
  expect(judgeRun([...good, attempt("kernel", "void")], null)).toMatchObject({
    result: "passed",
    reason: expect.stringMatching(/1 had no control/),
  });
  expect(judgeRun([...good, attempt("proxy", "void")], null)).toMatchObject({
    result: "void",
    reason: expect.stringMatching(/about proxy/),
  });
  expect(judgeRun(good, "it did not start.").result).toBe("void");
  expect(judgeRun([...good, attempt("files", "escaped")], "it did not start.").result).toBe("failed");
  expect(judgeRun([], null).result).toBe("void");
});

test("lines that are not an outcome are passed over, and the first of two about one attempt stands", () => {
  const first = JSON.stringify({ id: "a", got: true, seen: "x", ms: 1 });
  const second = JSON.stringify({ id: "a", got: false, seen: "y", ms: 1 });
  expect(readLines(`noise\n{"id":1}\n{broken\n${first}\n${second}\n`).get("a")?.got).toBe(true);
});

test("what runs on a schedule runs again when it is due, sooner only where the boundary is another, and never because it cannot be read", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const hour = 3_600_000;
  let stands: string | null = "a";
  const began = Date.now();
  const next = async (tried: string | null) => {
    const why = dueOrChanged(hour, tried, () => stands);
    await vi.runAllTimersAsync();
    return why;
  };
  expect(await next("a")).toBe("due");
  expect(Date.now() - began).toBeGreaterThanOrEqual(hour);
  stands = null;
  expect(await next("a")).toBe("due");
  stands = "b";
  const before = Date.now();
  expect(await next("a")).toBe("changed");
  expect(Date.now() - before).toBeLessThan(10_000);
  expect(await next(null)).toBe("due");
});

test("where the machine cannot sandbox, every row is void and nothing counts as passed", async () => {
  process.env.GATEHOUSE_BWRAP = "/nonexistent/bwrap";
  onTestFinished(() => void delete process.env.GATEHOUSE_BWRAP);
  const { result, reason, attempts } = await runCanaries(Profile.parse({ format: 1, name: "test" }), "/nonexistent");
  expect(result).toBe("void");
  expect(reason).toMatch(/bubblewrap is not installed.*not isolated/);
  expect(new Set(attempts.map(({ verdict }) => verdict))).toEqual(new Set(["void"]));
});

test("a sandbox that does not start proves nothing", async () => {
  process.env.GATEHOUSE_BWRAP = "/bin/false";
  onTestFinished(() => void delete process.env.GATEHOUSE_BWRAP);
  const { result, reason } = await runCanaries(Profile.parse({ format: 1, name: "test" }), "/nonexistent");
  expect(result).toBe("void");
  expect(reason).toMatch(/does not work here.*not isolated/);
}, 60_000);

describe.skipIf(!sandboxing)("on a machine that can sandbox (skipped where it cannot)", () => {
  test("no attempt gets out, and at least 39 are proven by their controls where root runs them", async () => {
    const { result, attempts } = await runCanaries(Profile.parse({ format: 1, name: "test" }), "/nonexistent");
    expect(attempts.filter(({ verdict }) => verdict === "escaped")).toEqual([]);
    expect(result).toBe("passed");
    if (process.getuid?.() === 0)
      expect(attempts.filter(({ verdict }) => verdict === "contained").length).toBeGreaterThanOrEqual(39);
  }, 60_000);

  test("a profile that mounts the machine lets attempts out, and the run fails", async () => {
    const { result, attempts } = await runCanaries(
      Profile.parse({ format: 1, name: "open", read: ["/"] }),
      "/nonexistent",
    );
    expect(result).toBe("failed");
    const escaped = attempts.filter(({ verdict }) => verdict === "escaped").map(({ id }) => id);
    expect(escaped).toEqual(expect.arrayContaining(["files.read-secret", "network.unix-socket"]));
  }, 60_000);
});
