import { spawnSync } from "node:child_process";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { ConnectFailed } from "./denied.ts";
import { StateDir } from "./state-dir.ts";

test("a directory that another running process holds is refused", () => {
  const directory = new StateDir(temporaryDirectory());
  directory.take();
  expect(() => new StateDir(directory.path).take()).toThrow(/in use by process/);
  directory.release();
  const next = new StateDir(directory.path);
  next.take();
  next.release();
  expect(readdirSync(directory.path)).toEqual([]);
});

test("the lock of a process that is gone, or whose number was given to another, is no obstacle", () => {
  const place = temporaryDirectory();
  const gone = spawnSync(process.execPath, ["-e", ""]).pid;
  for (const holder of [{ pid: gone, started: "1" }, { pid: process.pid, started: "another time" }, "torn"]) {
    writeFileSync(path.join(place, "lock"), JSON.stringify(holder));
    const directory = new StateDir(place);
    directory.take();
    directory.release();
  }
  expect(readdirSync(place)).toEqual([]);
});

test("a damaged file is reported with the mend, not taken for a missing one", () => {
  const directory = new StateDir(temporaryDirectory());
  writeFileSync(directory.file("enrolment.json"), "{");
  expect(() => directory.readJson("enrolment.json", z.string())).toThrow(ConnectFailed);
  expect(directory.readJson("missing.json", z.string())).toBeNull();
});

test("what is kept is for its user alone", () => {
  const directory = new StateDir(path.join(temporaryDirectory(), "a", "b"));
  directory.take();
  directory.write("key.pem", "k");
  expect(statSync(directory.path).mode & 0o777).toBe(0o700);
  expect(statSync(directory.file("key.pem")).mode & 0o777).toBe(0o600);
  directory.release();
});

test("what is written often is read back, and nothing is read from a torn file", () => {
  const directory = new StateDir(temporaryDirectory());
  directory.writeLight("heard.json", JSON.stringify("a longer text"));
  directory.writeLight("heard.json", JSON.stringify("short"));
  expect(directory.readLight("heard.json", z.string())).toBe("short");
  writeFileSync(directory.file("heard.json"), '"sho');
  expect(directory.readLight("heard.json", z.string())).toBeNull();
});
