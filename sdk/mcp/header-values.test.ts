import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeHeader, encodeHeader, requestHeaders } from "./header-values.ts";

const _meta = { "io.modelcontextprotocol/protocolVersion": "2026-07-28" };

test("whatever a value is, it fits into a header and comes back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (value) => {
      const header = encodeHeader(value.toWellFormed());
      return /^[\t\x20-\x7e]+$/.test(header) && decodeHeader(header) === value.toWellFormed();
    }),
  );
  expect(decodeHeader(encodeHeader("=?base64?eA==?="))).toBe("=?base64?eA==?=");
});

test("what no encoder writes is not read", () => {
  for (const value of ["=?base64?eA?=", "=?base64?%%?=", "=?base64?/w==?="])
    expect(decodeHeader(value)).toBeUndefined();
});

test("arguments are repeated where the schema says so, and only primitive ones", () => {
  const inputSchema = {
    type: "object",
    properties: {
      region: { type: "string", "x-mcp-header": "Region" },
      deep: { type: "object", properties: { on: { type: "boolean", "x-mcp-header": "On" } } },
      list: { type: "array", "x-mcp-header": "List" },
      bad: { type: "string", "x-mcp-header": "Bad\r\nX: y" },
    },
  };
  const args = { region: "zürich", deep: { on: true }, list: [1], bad: "x" };
  expect(requestHeaders("tools/call", { name: "t", arguments: args, _meta }, inputSchema)).toEqual({
    "mcp-protocol-version": "2026-07-28",
    "mcp-method": "tools/call",
    "mcp-name": "t",
    "mcp-param-region": "=?base64?esO8cmljaA==?=",
    "mcp-param-on": "true",
  });
});

test("in a session there are none", () => {
  expect(requestHeaders("tools/call", { name: "t", arguments: {} }, undefined)).toEqual({});
});
