import { StringStream } from "@codemirror/language";
import { describe, expect, it } from "vitest";
import { cedarToken } from "./cedar-language";

function kinds(line: string): [string, string][] {
  const stream = new StringStream(line, 2, 2);
  const found: [string, string][] = [];
  while (!stream.eol()) {
    stream.start = stream.pos;
    const kind = cedarToken(stream);
    if (stream.pos === stream.start) throw new Error(`stuck at ${stream.pos} of ${line}`);
    if (kind) found.push([stream.current(), kind]);
  }
  return found;
}

describe("cedarToken", () => {
  it("tells effect, variables, entities and strings of a policy apart", () => {
    expect(kinds('permit(principal == Agent::"agt_1", action in Action::"read", resource);')).toEqual([
      ["permit", "effect"],
      ["principal", "variable"],
      ["==", "operator"],
      ["Agent::", "entity"],
      ['"agt_1"', "string"],
      ["action", "variable"],
      ["in", "keyword"],
      ["Action::", "entity"],
      ['"read"', "string"],
      ["resource", "variable"],
    ]);
  });

  it("does not end a string at an escaped quote, nor colour what is inside it", () => {
    expect(kinds('"a \\" permit // x" like')).toEqual([
      ['"a \\" permit // x"', "string"],
      ["like", "keyword"],
    ]);
  });

  it("always moves forward, whatever is typed", () => {
    expect(() => kinds('@ " § \\ ::" 😀 {')).not.toThrow();
  });
});
