import { expect, test } from "vitest";
import { spanWords } from "./incident-words";

test("a span is said in its two largest units", () => {
  expect([0.2, 1, 59, 61, 3_600, 3_725, 90_061, 172_800].map(spanWords)).toEqual([
    "under a second",
    "1 s",
    "59 s",
    "1 min 1 s",
    "1 h",
    "1 h 2 min",
    "1 d 1 h",
    "2 d",
  ]);
});
