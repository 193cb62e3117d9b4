import { expect, test } from "vitest";
import { placeKey, readPlaces } from "@/lib/shared/json-places";
import { readText } from "./read-text";

test("reads what JSON.parse reads, with the place of every value", () => {
  const text = '{ "a": [1, -2.5e3, "x\\n\\u00e9"],\n "b": { "c": null, "d": true }, "e": {}, "f": [] }';
  const read = readPlaces(text);
  if ("fault" in read) throw new Error(read.fault.message);
  expect(read.value).toEqual(JSON.parse(text));
  const at = read.places.get(placeKey(["b", "c"]));
  expect(text.slice(at?.from, at?.to)).toBe("null");
  expect(text.slice(read.places.get(placeKey(["a", 1]))?.from).startsWith("-2.5e3")).toBe(true);
});

test.each([
  ['{ "a": 1, }', "The name of a member is missing"],
  ['{ "a" 1 }', ": is missing"],
  ["{ a: 1 }", "The name of a member is missing"],
  ['{ "a": 01 }', "A comma or } is missing"],
  ["[1 2]", "A comma or ] is missing"],
  ['{ "a": 1 } x', "Nothing may stand behind"],
  ['{ "a": ', "breaks off"],
  ['{ "a": "\t" }', "A value is missing"],
  ['{ "a": 1, "a": 2 }', "a is there twice"],
  ["[".repeat(100), "nested too deep"],
  ["", "breaks off"],
])("%s is refused where the fault is", (text, message) => {
  const read = readPlaces(text);
  if (!("fault" in read)) throw new Error("it was read");
  expect(read.fault.message).toContain(message);
  expect(read.fault.from).toBeLessThanOrEqual(text.length);
});

test("a member called __proto__ is a member like others", () => {
  const read = readPlaces('{ "__proto__": { "polluted": 1 } }');
  expect("value" in read && Object.keys(read.value as object)).toEqual(["__proto__"]);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

test("a fault of a profile is told at its place and line, in the words of the runner", () => {
  const text =
    '{\n  "format": 1,\n  "name": "x",\n  "read": ["/srv", "relative"],\n  "egress": [{ "host": "2130706433", "port": 80, "as": "http" }]\n}';
  const found = readText(text);
  if (!("faults" in found)) throw new Error("it was read");
  const [place, host] = found.faults;
  expect(place).toMatchObject({
    line: 4,
    message: expect.stringContaining("read.1: a place is written from the root"),
  });
  expect(text.slice(place?.from, place?.to)).toBe('"relative"');
  expect(host).toMatchObject({ line: 5, message: expect.stringContaining("plain form") });
  expect(text.slice(host?.from, host?.to)).toBe('"2130706433"');
  const contradictory = readText('{"format":1,"name":"x","read":["/a"],"write":["/a"]}');
  expect(contradictory).toMatchObject({ faults: [{ message: "/a is to be read only, and to be written." }] });
  expect(readText('{"format":1,"name":"two words"}')).toMatchObject({ faults: [{ line: 1 }] });
});
