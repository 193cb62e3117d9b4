import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openPackZip } from "@/sdk/pack/read-zip";
import { centralRecord, endRecord, isSafeName, localHeader } from "@/sdk/pack/zip-format";
import { temporaryDirectory } from "@/sdk/testing/temporary-directory";
import { notProvenOf } from "./not-proven";
import { uuidOf } from "./oscal";
import { drawable } from "./pdf";
import { periodOf } from "./period";
import { readmeOf } from "./readme";
import { csvOf } from "./tables";
import { ZipWriter } from "./zip-writer";

async function zipOf(files: Record<string, string>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const zip = new ZipWriter(async (place, bytes) => {
    pieces[place] = bytes;
  });
  for (const [name, text] of Object.entries(files)) await zip.add(name, [Buffer.from(text)]);
  await zip.finish();
  return Buffer.concat(pieces);
}

/** A ZIP with a name that no pack has, otherwise built in the one way. */
function zipNamed(...names: string[]): Buffer {
  let offset = 0;
  const entries = names.map((name) => {
    const entry = { name, size: 0, crc: 0, offset };
    offset += localHeader(entry).length;
    return entry;
  });
  const list = Buffer.concat(entries.map(centralRecord));
  return Buffer.concat([...entries.map(localHeader), list, endRecord(names.length, list.length, offset)]);
}

const opened = async (bytes: Buffer) => {
  const file = path.join(temporaryDirectory(), "x.zip");
  writeFileSync(file, bytes);
  return openPackZip(file);
};

const odd = [
  "../x",
  "a/../x",
  "/etc/passwd",
  "a//b",
  "a\\b",
  "C:x",
  "",
  ".",
  "..",
  "a/.",
  "a b",
  "a\u202eb",
  "a\0b",
  "-x",
  "x.",
  "é",
  "x".repeat(201),
];

describe("a name that could lead elsewhere", () => {
  test.each(odd)("%j is never written", async (name) => {
    expect(isSafeName(name)).toBe(false);
    await expect(zipOf({ [name]: "x" })).rejects.toThrow(/no name for a file/);
  });
  test.each(odd)("%j is never opened", async (name) => {
    await expect(opened(zipNamed(name))).rejects.toThrow(/name that no pack has/);
  });
  test("twice, or twice but for its case, is neither written nor opened", async () => {
    await expect(zipOf({ a: "1", A: "2" })).rejects.toThrow(/already/);
    await expect(opened(zipNamed("a", "A"))).rejects.toThrow(/twice/);
  });
});

test("what was written is read again, empty files and large ones too, and the same files give the same bytes", async () => {
  const files = { "a.txt": "", "b/c.txt": "x".repeat(1_500_000), d: "é\u2028" };
  const bytes = await zipOf(files);
  const zip = await opened(bytes);
  expect(zip.names).toEqual(Object.keys(files));
  for (const [name, text] of Object.entries(files)) expect((await zip.read(name)).equals(Buffer.from(text))).toBe(true);
  expect((await zipOf(files)).equals(bytes)).toBe(true);
});

test("a ZIP that is cut off, has something before, between or behind, or is none, is refused", async () => {
  const bytes = await zipOf({ a: "one", b: "two" });
  for (let length = 0; length < bytes.length; length++)
    await expect(opened(bytes.subarray(0, length))).rejects.toThrow();
  await expect(opened(Buffer.concat([bytes, Buffer.of(0)]))).rejects.toThrow(/added to its end/);
  await expect(opened(Buffer.concat([Buffer.of(0), bytes]))).rejects.toThrow();
  await expect(opened(Buffer.from("PK\u0003\u0004 not a zip at all, but long enough for one"))).rejects.toThrow();
});

test("in no text that a PDF draws is there a character that its fonts draw as something else", () => {
  expect(drawable("Zahlung \u202e(endobj) \u0007 äß – 漢 😀")).toBe(
    "Zahlung <U+202E>(endobj) <U+0007> äß – <U+6F22> <U+1F600>",
  );
  expect(drawable("x".repeat(5_000)).length).toBeLessThan(500);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0x10ffff })), (points) => {
      const text = String.fromCodePoint(...points);
      expect(/^[\u0020-\u007e\u00a1-\u00ff…–—’‘“”•€]*$/.test(drawable(text))).toBe(true);
    }),
  );
});

test("no cell of a table begins as a formula", () => {
  const cells = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\u0000=1", " =1", "%x"];
  for (const line of csvOf(cells.map((cell) => [cell]))
    .split("\r\n")
    .slice(0, -1))
    expect(line).toMatch(/^"?'/);
});

test("no name breaks out of a line of the README, or opens a block of its commands", () => {
  const readme = readmeOf({
    org: "Evil\n```sh\nrm -rf ~\n```",
    framework: "`x`\u2028# Heading",
    from: "2026-01-01",
    to: "2026-01-02",
    asOf: "2026-01-02T00:00:00.000Z",
    scope: "a\rb",
    keyId: "k",
    fingerprint: "f",
    treeSize: 1,
    contents: ["x"],
    notProven: notProvenOf({ scoped: true, lost: 1, unmediated: 2, undecided: 1 }),
  });
  expect(readme.match(/```/g)).toHaveLength(2);
  expect(readme).not.toMatch(/^rm/m);
  expect(readme).toContain("1 event that points say was lost is missing.");
});

test("ids of OSCAL are version 5, and follow from their names", () => {
  expect(uuidOf("a")).toBe(uuidOf("a"));
  expect(uuidOf("a")).not.toBe(uuidOf("b"));
  expect(uuidOf("a")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a period holds both of its days", () => {
  const { from, to } = periodOf("2026-01-01", "2026-01-01", new Date("2026-06-01T00:00:00Z"));
  expect(to.getTime() - from.getTime()).toBe(86_400_000);
});

test("the hash of a file is that of its bytes, however they came", async () => {
  const zip = new ZipWriter(async () => {});
  const written = await zip.add("x", [Buffer.from("one"), Buffer.from("two")]);
  expect(written).toEqual({ path: "x", bytes: 6, sha256: createHash("sha256").update("onetwo").digest("hex") });
});
