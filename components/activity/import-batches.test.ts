import { expect, test } from "vitest";
import { readLines } from "@/lib/imports/call-lines";
import { shape } from "@/lib/imports/call-table";
import { readTable } from "@/lib/shared/read-table";
import { batchesOf, formatOf } from "./import-batches";

test("each row of a table is in one part, under its line of the file, whatever its cells hold", () => {
  const cells = ["plain", '"with, comma"', '"two\nlines"', '"quote "" inside"', '"ends\n"'];
  const rows = Array.from({ length: 23 }, (_, n) => `2026-01-01T00:00:00Z,t${n},${cells[n % cells.length]}`);
  const csv = ["at,tool,reason", ...rows.slice(0, 9), "", ...rows.slice(9)].join("\r\n");
  const whole = readTable(shape, csv, {}).rows;
  const parts = batchesOf("csv", `\uFEFF${csv}`, 4);
  expect(parts.length).toBe(6);
  const read = parts.flatMap(({ text, linesBefore }) =>
    readTable(shape, text, {}).rows.map(({ line, cells: of }) => [line + linesBefore, of.tool, of.reason]),
  );
  expect(read).toEqual(whole.map(({ line, cells: of }) => [line, of.tool, of.reason]));
});

test("lines of JSON keep their number", () => {
  const text = Array.from({ length: 7 }, (_, n) => `{"at":"x","tool":"t\\"${n}"}\n`).join("");
  const read = batchesOf("ndjson", text, 3).flatMap(({ text: part, linesBefore }) =>
    readLines(part, {}).rows.map(({ line, cells }) => [line + linesBefore, cells.tool]),
  );
  expect(read).toEqual(Array.from({ length: 7 }, (_, n) => [n + 1, `t"${n}`]));
});

test("a file without rows is still sent, so that it is said", () => {
  expect(batchesOf("csv", "at,tool\r\n")).toEqual([{ text: "at,tool\r\n", linesBefore: 0 }]);
  expect(batchesOf("ndjson", "")).toHaveLength(1);
});

test("the format is told by the name, or by how the text begins", () => {
  expect(formatOf("calls.JSONL", "x")).toBe("ndjson");
  expect(formatOf("calls.txt", ' {"id":1}')).toBe("ndjson");
  expect(formatOf("calls.csv", "id,at")).toBe("csv");
});
