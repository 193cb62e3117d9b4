import { expect, test } from "vitest";
import { LineReader } from "./line-reader.ts";
import { NotAMessage, readMessage, writeMessage } from "./message.ts";

const call = '"method":"tools/call","params":{"name":"read"}';

test.each([
  ["no JSON", "{"],
  ["two messages in one line", `{"jsonrpc":"2.0","id":1,${call}}{"jsonrpc":"2.0","id":2,${call}}`],
  [
    "two messages parted by a carriage return",
    `{"jsonrpc":"2.0","id":1,"method":"ping"}\r{"jsonrpc":"2.0","id":2,${call}}`,
  ],
  ["a batch", `[{"jsonrpc":"2.0","id":1,${call}}]`],
  ["a text", '"tools/call"'],
  ["another version", `{"jsonrpc":"1.0","id":1,${call}}`],
  ["a member that only differs by case", `{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call","Params":{}}`],
  ["a member that is no part of a message", '{"jsonrpc":"2.0","id":1,"method":"ping","x":1}'],
  ["a method that only differs by case", '{"jsonrpc":"2.0","id":1,"method":"Tools/Call","params":{}}'],
  ["a method with a blank", '{"jsonrpc":"2.0","id":1,"method":"tools/call ","params":{}}'],
  ["a method that is no text", '{"jsonrpc":"2.0","id":1,"method":["tools/call"]}'],
  ["params that are a text", '{"jsonrpc":"2.0","id":1,"method":"ping","params":"x"}'],
  ["an id that is null", '{"jsonrpc":"2.0","id":null,"method":"ping"}'],
  ["an id that rounds", '{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}'],
  ["a request that is a response too", '{"jsonrpc":"2.0","id":1,"method":"ping","result":{}}'],
  ["a response that is neither", '{"jsonrpc":"2.0","id":1}'],
  ["a response with a result and an error", '{"jsonrpc":"2.0","id":1,"result":{},"error":{}}'],
  ["a response with params", '{"jsonrpc":"2.0","id":1,"result":{},"params":{}}'],
  ["a byte order mark", '\ufeff{"jsonrpc":"2.0","id":1,"method":"ping"}'],
])("%s is refused", (_, line) => {
  expect(() => readMessage(line)).toThrow(NotAMessage);
});

test("a duplicate member has one meaning, and only that one is written", () => {
  const line = '{"jsonrpc":"2.0","id":1,"method":"tools/call","method":"ping","params":{"a":1,"a":2}}';
  expect(writeMessage(readMessage(line).message)).toBe('{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":2}}');
});

test("what some reader takes for the end of a line is escaped", () => {
  const line = writeMessage({ kind: "notification", method: "x", params: { a: "\r\n\u0085\u2028\u2029" } });
  expect(line).toBe('{"jsonrpc":"2.0","method":"x","params":{"a":"\\r\\n\\u0085\\u2028\\u2029"}}');
});

test("requests, notifications and responses keep what they say", () => {
  for (const line of [
    '{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"__proto__":{"x":1}}}',
    '{"jsonrpc":"2.0","method":"notifications/initialized"}',
    '{"jsonrpc":"2.0","id":1,"result":{}}',
    '{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"m"}}',
  ]) {
    expect(writeMessage(readMessage(line).message)).toBe(line);
  }
});

test("lines are cut out of any chunks; too long, cut off or not UTF-8 is a fault, and the next line is whole", () => {
  const bytes = Buffer.concat([
    Buffer.from("one\nzwö"),
    Buffer.from("lf\n\n"),
    Buffer.from([0xc3, 0x28, 0x0a]),
    Buffer.from(`${"x".repeat(30)}\nnext\ncut`),
  ]);
  for (const size of [1, 2, 7, 1000]) {
    const lines: unknown[] = [];
    const reader = new LineReader(
      (line) => lines.push("text" in line ? line.text : line.fault.split(" ").slice(0, 4).join(" ")),
      20,
    );
    for (let start = 0; start < bytes.length; start += size) reader.feed(bytes.subarray(start, start + size));
    reader.end();
    expect(lines).toEqual(["one", "zwölf", "", "the line is not", "the line is longer", "next", "the last line was"]);
  }
});
