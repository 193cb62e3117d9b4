import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { checkDisk, checkNode } from "./check-machine.mjs";
import { explain, Problem } from "./problem.mjs";

test.each(["18.20.4", "20.18.9"])("Node %s is refused, with where to get a newer one", (version) => {
  expect(() => checkNode(version)).toThrow(expect.objectContaining({ mend: expect.stringContaining("nodejs.org") }));
});

test.each(["20.19.0", "22.0.0", "24.1.0"])("Node %s is fine", (version) => {
  expect(() => checkNode(version)).not.toThrow();
});

test("a disk with too little room is refused before anything is written", () => {
  expect(() => checkDisk(tmpdir(), 1_000_000, "building")).toThrow(/building needs 1000000 GB/);
});

test("a full disk is named as such, whoever reports it", () => {
  expect(explain(new Error("npm error ENOSPC: no space left on device, write"))?.message).toBe("The disk is full.");
});

test("what was not foreseen stays what it is", () => {
  expect(explain(new TypeError("x is undefined"))).toBeUndefined();
  expect(explain(new Problem("a", "b"))).toMatchObject({ message: "a", mend: "b" });
});
