import { describe, expect, it } from "vitest";
import { canonicalJson } from "@/sdk/canonical";
import { disagreements, readAction } from "./read-action";

const action = {
  format: 1,
  org: "org_1",
  agent: "agt_1",
  pep: "pep_1",
  tool: "bank/transfer",
  pin: null,
  operationClass: "money.move",
  arguments: { amount: 5 },
  onBehalfOf: null,
  chain: [],
  revision: 3,
  nonce: "0123456789abcdef",
};
const kept = {
  agentId: "agt_1",
  tool: "bank/transfer",
  pepId: "pep_1",
  operationClass: "money.move" as const,
  revision: 3,
};

describe("readAction", () => {
  it.each(["", "{", "[]", "null", '{"format":1}'])("does not draw a page from %j", (text) => {
    expect(readAction(text).ok).toBe(false);
  });

  it("refuses a member that it does not know: it would stay unseen", () => {
    expect(readAction(canonicalJson({ ...action, alsoDo: "delete everything" })).ok).toBe(false);
  });

  it("keeps arguments whose names have a meaning in JavaScript", () => {
    const text = canonicalJson({ ...action, arguments: JSON.parse('{"__proto__":{"a":1},"constructor":2}') });
    const read = readAction(text);
    expect(read.ok && canonicalJson(read.action.arguments)).toBe('{"__proto__":{"a":1},"constructor":2}');
  });
});

describe("disagreements", () => {
  it("finds a tool that the console names otherwise", () => {
    const read = readAction(canonicalJson(action));
    if (!read.ok) throw new Error(read.why);
    expect(disagreements(read.action, kept)).toEqual([]);
    expect(disagreements(read.action, { ...kept, tool: "bank/balance" })).toEqual([
      "tool (bank/transfer and bank/balance)",
    ]);
  });
});
