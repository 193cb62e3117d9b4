import { expect, test } from "vitest";
import type { Point } from "@/lib/enforcement/contract";
import { csvOf } from "./fleet-csv";

const point: Point = {
  id: "pep_1",
  name: "Billing",
  kind: "sdk",
  strength: "cooperative",
  demanded: "mandatory",
  weak: true,
  drifting: false,
  lost: 0,
  version: "1",
  mode: "enforce",
  agents: [],
  state: "connected",
  enrolledAt: "2026-01-01T00:00:00.000Z",
  lastSeenAt: null,
  leaseEndsAt: null,
  revision: 3,
  desiredRevision: 3,
  refusedRevision: null,
  refusedReason: null,
  spoolDepth: 0,
  gaps: 0,
  skewMs: -31_000,
  lastDecisionAt: null,
  demo: false,
  scorecard: null,
};

const nameCell = (name: string) =>
  csvOf([{ ...point, name }])
    .split("\r\n")[1]
    ?.slice("pep_1,".length);

test("a name that begins like a formula is text to a spreadsheet", () => {
  for (const sign of ["=", "+", "-", "@", "\t"]) expect(nameCell(`${sign}HYPERLINK(1)`)).toMatch(/^'/);
});

test("commas, quotes and line breaks stay within their cell", () => {
  expect(nameCell('a,"b"')).toMatch(/^"a,""b""",/);
  expect(csvOf([{ ...point, name: "a\r\nb" }])).toContain('"a\r\nb"');
});

test("every line has as many cells as the heading, and a negative number stays a number", () => {
  const [head = "", line = ""] = csvOf([point]).split("\r\n");
  expect(line.split(",")).toHaveLength(head.split(",").length);
  expect(line).toContain(",-31000,");
});
