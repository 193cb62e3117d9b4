import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadCases } from "../cases/run-cases.ts";
import { vectors } from "./vectors.ts";

const file = new URL("./vectors-data.ts", import.meta.url);

const HEAD = `/**
 * The cases of sdk/cases as one JSON text, so that the package carries them. Written by vectors.test.ts: run it with
 * WRITE_VECTORS=1 after a case was added.
 */
// biome-ignore format: one text
export const VECTORS =
  `;

/** JSON within a template would need escapes of its own; a string literal of JSON text needs one more pass of JSON. */
function asWritten(): string {
  const cases = loadCases().map(({ guarantee, content, request, options, expected }) => {
    const { lifted, seenPin } = options;
    return { guarantee, content, request, lifted, seenPin, expected };
  });
  return `${HEAD}${JSON.stringify(JSON.stringify(cases))};\n`;
}

test("the package carries the shared cases as they are", () => {
  const due = asWritten();
  if (process.env.WRITE_VECTORS) writeFileSync(file, due);
  expect(readFileSync(file, "utf8") === due, "run this test with WRITE_VECTORS=1").toBe(true);
  expect(vectors()).toHaveLength(loadCases().length);
});
