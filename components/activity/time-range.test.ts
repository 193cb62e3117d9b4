import { expect, test } from "vitest";
import { instantOf, localInput, resolveRange } from "./time-range";

const now = new Date("2026-11-22T12:34:56.789Z");

test("a range that is not known becomes the default, and is said not to be understood", () => {
  expect(resolveRange({ range: "forever" }, now)).toMatchObject({ name: "24h", understood: false });
  expect(resolveRange({ range: "constructor" }, now)).toMatchObject({ name: "24h", understood: false });
});

test("stated times win over a named range and are not moved", () => {
  const from = "2026-11-01T00:00:00.000Z";
  expect(resolveRange({ range: "1h", from }, now)).toEqual({ name: "custom", from, to: undefined, understood: true });
});

test("a named range starts at a whole minute, so that two questions within it are one", () => {
  const later = new Date(now.getTime() + 2_000);
  expect(resolveRange({ range: "1h" }, now).from).toBe("2026-11-22T11:34:00.000Z");
  expect(resolveRange({ range: "1h" }, later).from).toBe(resolveRange({ range: "1h" }, now).from);
});

test("all time has no start", () => {
  expect(resolveRange({ range: "all" }, now)).toMatchObject({ from: undefined, understood: true });
});

test("what is typed in a box comes back as the same instant", () => {
  expect(instantOf(localInput("2026-11-22T12:34:00.000Z"))).toBe("2026-11-22T12:34:00.000Z");
  expect(instantOf("")).toBeUndefined();
  expect(instantOf("yesterday")).toBeUndefined();
});
