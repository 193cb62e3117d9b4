import { expect, test } from "vitest";
import { readTextFile } from "./read-text-file";

const MOST = 1_000_000;

const utf16 = (text: string, bigEndian: boolean) => {
  const bytes = new Uint8Array(2 * text.length);
  const view = new DataView(bytes.buffer);
  for (let place = 0; place < text.length; place++) view.setUint16(2 * place, text.charCodeAt(place), !bigEndian);
  return new Blob([bytes]);
};

test.each([
  ["an empty file", new Blob([]), "empty"],
  ["Latin-1 with accents", new Blob([new Uint8Array([0x6e, 0xe9, 0x0a])]), "not in UTF-8"],
  ["a workbook", new Blob([new Uint8Array([0x50, 0x4b, 3, 4])]), "workbook"],
  ["half of a UTF-16 pair", utf16("\ufeffn\ud800", false), "not in UTF-8"],
  ["more than one import takes", new Blob([new Uint8Array(2 * MOST + 1)]), "Split"],
  ["more characters than one import takes", new Blob(["x".repeat(MOST + 1)]), "Split"],
])("refuses %s with the mend", async (_, file, message) => {
  await expect(readTextFile(file, MOST)).rejects.toThrow(message);
});

test("reads UTF-8 and, by their mark, both orders of UTF-16", async () => {
  for (const file of [new Blob(["\ufeffnäme"]), utf16("\ufeffnäme", false), utf16("\ufeffnäme", true)]) {
    expect(await readTextFile(file, MOST)).toBe("näme");
  }
});
