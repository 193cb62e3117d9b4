import { describe, expect, test } from "vitest";
import { strangeHostsIn, uninspectableIn } from "./inspect";

const bytes = (count: number) => Uint8Array.from({ length: count }, (_, at) => (at * 7919 + (at >> 3) * 31) % 256);
const base64 = (count: number) => Buffer.from(bytes(count)).toString("base64");
const what = (value: unknown) => uninspectableIn(value).map((one) => one.what);

describe("what nobody can read is found", () => {
  test("base64, base64url, hex and base32, also inside a sentence", () => {
    expect(what({ a: base64(300) })).toEqual(["encoded"]);
    expect(what({ a: Buffer.from(bytes(300)).toString("base64url") })).toEqual(["encoded"]);
    expect(what({ a: Buffer.from(bytes(300)).toString("hex") })).toEqual(["encoded"]);
    expect(what({ a: `run this: ${base64(300)} please` })).toEqual(["encoded"]);
    expect(what({ a: `data:image/png;base64,${base64(400)}` })).toEqual(["encoded"]);
  });
  test("wrapped over lines, as in mail and keys", () => {
    const wrapped = base64(600).replace(/(.{64})/g, "$1\n");
    expect(what({ a: wrapped })).toEqual(["encoded"]);
    expect(what({ a: wrapped.replaceAll("\n", "\r\n  ") })).toEqual(["encoded"]);
  });
  test("cut into pieces over many members", () => {
    const text = base64(900);
    const pieces = text.match(/.{1,60}/g) ?? [];
    expect(what({ pieces })).toEqual(["pieces"]);
  });
  test("percent, backslash and entity escapes", () => {
    const hex = [...bytes(80)].map((byte) => byte.toString(16).padStart(2, "0"));
    expect(what({ a: hex.map((byte) => `%${byte}`).join("") })).toEqual(["escapes"]);
    expect(what({ a: hex.map((byte) => `\\x${byte}`).join("") })).toEqual(["escapes"]);
    expect(what({ a: hex.map((byte) => `&#x${byte};`).join("") })).toEqual(["escapes"]);
  });
  test("packed bytes put into a string, and lists of bytes", () => {
    expect(what({ a: String.fromCharCode(0x1f, 0x8b, ...bytes(300)) })).toEqual(["binary"]);
    expect(what({ a: "\ufffd".repeat(20) })).toEqual(["binary"]);
    expect(what({ a: [...bytes(100)] })).toEqual(["bytes"]);
  });
  test("with where it stands, also as a member's name", () => {
    expect(uninspectableIn({ lines: [{ note: "x" }, { blob: base64(300) }] })[0]).toEqual({
      path: "lines[1].blob",
      what: "encoded",
      size: 400,
    });
    expect(uninspectableIn({ [base64(300)]: 1 })[0]?.path).toMatch(/^the name of /);
  });
});

describe("what people can read is left alone", () => {
  test.each([
    ["prose", "The invoice of ACME is due on the 3rd. ".repeat(100)],
    ["a long path", `/srv/${"some-folder/".repeat(12)}file.txt`],
    ["identifiers", Array.from({ length: 100 }, (_, at) => `chk_01h455vb4pex5vsknk084sn02${at}`)],
    ["digests and uuids", ["a".repeat(64), "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]],
    ["a row of letters", "x".repeat(5_000)],
    [
      "code",
      "function getUserAccountById(accountId) { return accounts.find((a) => a.id === accountId); }\n".repeat(40),
    ],
    ["numbers of things", Array.from({ length: 200 }, (_, at) => at)],
    ["other alphabets", "Оплата счёта номер 15, получатель ООО Ромашка. 支払い ".repeat(40)],
    ["emoji", "👩‍🚀🚀✅".repeat(50)],
    ["five hundred blank lines", `${"\n".repeat(500)}done`],
  ])("%s", (_, value) => expect(uninspectableIn({ value })).toEqual([]));
});

test("a megabyte is looked through in well under a second", () => {
  const started = performance.now();
  uninspectableIn({ a: "é plain text and more of it ".repeat(40_000), b: "aB3_".repeat(250_000) });
  expect(performance.now() - started).toBeLessThan(1_500);
});

describe("hosts that are not what they look like", () => {
  test("are shown as the network knows them", () => {
    expect(strangeHostsIn("see https://аpple.com/pay and mail bill@раypal.com")).toEqual([
      { shown: "аpple.com", network: "xn--pple-43d.com" },
      { shown: "раypal.com", network: expect.stringMatching(/^xn--/) },
    ]);
    expect(strangeHostsIn("http://user:pw@exаmple.org:8080/")[0]?.network).toMatch(/^xn--/);
  });
  test("and so is one that hides a character; plain ones are left alone", () => {
    expect(strangeHostsIn("https://exam\u200bple.com/")[0]).toEqual({
      shown: "exam\u200bple.com",
      network: "example.com",
    });
    expect(strangeHostsIn("https://example.com/?q=é and é@example.com")).toEqual([]);
    expect(strangeHostsIn("https://xn--pple-43d.com")[0]?.network).toBe("xn--pple-43d.com");
  });
});
