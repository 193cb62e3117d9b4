/** The summary of a pack whose every text comes from somebody hostile. */
import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { type SummaryFacts, summaryPdf } from "./pdf";

const BREAKS_OUT = ") Tj ET endstream endobj 9 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj";
const markup = `<b>bold</b> ${BREAKS_OUT} https://evil.example/ \u202egpj.exe\u202c \u0000\u0007\u001b[2J\u2028\ufeff`;
const long = "W".repeat(100_000);

const summaryOf = (said: string): SummaryFacts => ({
  snapshot: {
    asOf: "2026-01-02T00:00:00.000Z",
    org: { id: said, name: said },
    head: { size: 1 },
    framework: { title: said },
    counts: { met: 0, partly: 0, gap: 1, unknown: 0 },
    clocks: [],
    controls: [{ id: said, title: said, state: "gap", gap: said, owner: { id: said, name: said, active: true } }],
  },
  ...{ from: said, to: said, scope: said, keyId: said, contents: [said], notProven: [said] },
});

/** What is drawn, which stands in compressed streams, and everything else, which a reader of PDF acts upon. */
function taken(pdf: Buffer) {
  let drawn = "";
  const structure = pdf
    .toString("latin1")
    .replace(/\/FlateDecode[\s\S]*?stream\n([\s\S]*?)\nendstream/g, (_, bytes: string) => {
      const page = inflateSync(Buffer.from(bytes, "latin1")).toString("latin1");
      for (const [, hex = ""] of page.matchAll(/<([0-9a-f]+)>/g)) drawn += Buffer.from(hex, "hex").toString("latin1");
      return "";
    });
  return { structure, drawn };
}

test("hostile text is drawn as its characters, or their codes, and becomes no object, action or link", async () => {
  const { structure, drawn } = taken(await summaryPdf(summaryOf(markup)));
  const harmless = taken(await summaryPdf(summaryOf("x")));
  const objects = (text: string) => text.match(/^\d+ 0 obj$/gm)?.length;
  // Lines that wrap are further marks in a stream, and no further objects.
  expect(objects(structure)).toBe(objects(harmless.structure));
  expect(structure).not.toMatch(/JavaScript|evil\.example|\/(URI|AA|OpenAction|Launch|EmbeddedFile|Annots)\b|bold/);
  const flat = drawn.replaceAll(/\s+/g, "");
  for (const shown of [
    "<b>bold</b>",
    "app.alert(1)",
    "<U+202E>gpj.exe<U+202C>",
    "<U+0000>",
    "<U+001B>[2J",
    "<U+2028><U+FEFF>",
  ])
    expect(flat).toContain(shown.replaceAll(/\s+/g, ""));
  expect(drawn).toMatch(/^[\x20-\x7e\xa1-\xff\x80-\x9f]*$/);
});

test("a text of a hundred thousand characters is cut, and makes neither a long file nor a slow one", async () => {
  const began = performance.now();
  const pdf = await summaryPdf(summaryOf(long));
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(pdf.length).toBeLessThan(100_000);
  expect(pdf.toString("latin1").match(/\/Type \/Page$/gm)?.length).toBeLessThan(10);
  expect(taken(pdf).drawn).toMatch(/W\x85/);
});
