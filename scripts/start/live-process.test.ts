import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { identityAlive, processIdentity, withLock } from "./live-process.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-lock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a process that ended is not alive, and neither is another one that got its number", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await once(child, "spawn");
  const identity = processIdentity(child.pid ?? 0) ?? "";
  expect(identityAlive(identity)).toBe(true);
  expect(identityAlive(`${process.pid} of another birth`)).toBe(false);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(identityAlive(identity)).toBe(false);
});

test("work under one lock never overlaps", async () => {
  const lock = path.join(folder, "one");
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
  };
  await Promise.all([withLock(lock, work), withLock(lock, work), withLock(lock, work)]);
  expect(most).toBe(1);
});

test("a lock is given back when the work fails", async () => {
  const lock = path.join(folder, "failing");
  await expect(withLock(lock, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(existsSync(lock)).toBe(false);
});

test("a lock whose holder died is taken over", async () => {
  const lock = path.join(folder, "abandoned");
  mkdirSync(lock);
  writeFileSync(path.join(lock, "owner"), "999999 1");
  await expect(withLock(lock, async () => "mine")).resolves.toBe("mine");
});

test("a lock whose holder lives is waited for, then refused with what to do", async () => {
  const lock = path.join(folder, "held");
  mkdirSync(lock);
  writeFileSync(path.join(lock, "owner"), processIdentity(process.pid) ?? "");
  await expect(withLock(lock, async () => "mine", 50)).rejects.toThrow(/held by another process/);
});
