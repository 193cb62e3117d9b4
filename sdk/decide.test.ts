import { describe, expect, test } from "vitest";
import { loadCases } from "./cases/run-cases.ts";
import { decide, loadBundle } from "./decide.ts";

const cases = loadCases();

describe("decision cases", () => {
  test.each(cases.map((one) => [one.guarantee, one] as const))("%s", (_, { content, request, options, expected }) => {
    const decision = decide(loadBundle(content, 7), request, options);
    expect(decision).toMatchObject({ ...expected, revision: 7 });
    expect(decision.reason).toMatch(/^[A-Z].+\.$/su);
  });

  test.each(cases.map(({ file, guarantee }) => [file, guarantee]))(
    "%s is named after its guarantee",
    (file, guarantee) => {
      const name = guarantee
        .toLowerCase()
        .replaceAll("'", "")
        .replaceAll(/[^a-z0-9]+/g, "-");
      expect(file).toBe(`${name}.json`);
    },
  );
});
