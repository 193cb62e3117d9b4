import { appendFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { Spool } from "./spool.ts";

const MB = 1024 * 1024;

function drain(spool: Spool, maxLines = 1000): string[] {
  const lines: string[] = [];
  for (let batch = spool.read(maxLines, MB); batch; batch = spool.read(maxLines, MB)) {
    lines.push(...batch.lines);
    spool.drop(batch);
  }
  return lines;
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => `{"n":${index}}`);

test("lines come out in the order in which they went in, across segments", () => {
  const spool = new Spool(temporaryDirectory(), 64 * MB);
  const lines = numbers(3000).map((line) => line.padEnd(1000, " "));
  for (const line of lines) spool.append(line);
  expect(spool.depth).toBe(3000);
  expect(drain(spool, 70)).toEqual(lines);
  expect(spool.depth).toBe(0);
  expect(spool.bytes).toBe(0);
});

test("a reopened spool goes on where the last batch ended", () => {
  const directory = temporaryDirectory();
  const first = new Spool(directory, MB);
  for (const line of numbers(10)) first.append(line);
  const batch = first.read(4, MB);
  if (batch) first.drop(batch);
  const second = new Spool(directory, MB);
  expect(second.depth).toBe(6);
  second.append("last");
  expect(drain(second)).toEqual([...numbers(10).slice(4), "last"]);
});

test("a batch that was read and not dropped is read again", () => {
  const spool = new Spool(temporaryDirectory(), MB);
  for (const line of numbers(3)) spool.append(line);
  spool.read(2, MB);
  expect(drain(spool)).toEqual(numbers(3));
});

test("a line torn by a crash is counted as damaged and does not spoil the next", () => {
  const directory = temporaryDirectory();
  const first = new Spool(directory, MB);
  first.append("whole");
  first.close();
  appendFileSync(path.join(directory, "000000000001.ndjson"), '{"half":');
  const second = new Spool(directory, MB);
  second.append("next");
  expect(second.damaged).toBe(1);
  expect(drain(second)).toEqual(["whole", "next"]);
});

test("a full spool takes no more calls, and keeps a sixteenth for outcomes", () => {
  const spool = new Spool(temporaryDirectory(), 16_000);
  const line = "x".repeat(999);
  for (let count = 0; count < 15; count += 1) expect(spool.append(line)).toBe(true);
  expect(spool.full).toBe(true);
  expect(spool.append(line)).toBe(false);
  expect(spool.append(line, { reserved: true })).toBe(true);
  expect(spool.append(line, { reserved: true })).toBe(false);
  drain(spool);
  expect(spool.append(line)).toBe(true);
});

test("a number once used for a segment is not used again", () => {
  const directory = temporaryDirectory();
  const first = new Spool(directory, MB);
  first.append("one");
  drain(first);
  first.close();
  expect(readdirSync(directory)).toEqual(["cursor"]);
  const second = new Spool(directory, MB);
  second.append("two");
  expect(drain(new Spool(directory, MB))).toEqual(["two"]);
});

test("a line longer than a batch still comes out", () => {
  const spool = new Spool(temporaryDirectory(), 64 * MB);
  const long = "x".repeat(5000);
  spool.append(long);
  expect(spool.read(10, 100)?.lines).toEqual([long]);
});

test("the files are for their user alone", async () => {
  const directory = path.join(temporaryDirectory(), "spool");
  const spool = new Spool(directory, MB);
  spool.append("one");
  await spool.sync();
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(directory)) expect(statSync(path.join(directory, name)).mode & 0o777).toBe(0o600);
});
