import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { attributeNames } from "./attribute-names";

test("every attribute that is read is in the table that people set their exporters up by", () => {
  const text = readFileSync("docs/opentelemetry.md", "utf8");
  for (const { name } of Object.values(attributeNames).flat()) expect(text, name).toContain(`\`${name}\``);
});
