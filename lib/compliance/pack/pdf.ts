/** The summary as a PDF that people read first. Text is drawn as text: whatever it holds, it is neither markup nor a link. */
import { once } from "node:events";
import PDFDocument from "pdfkit";
import { codeLabel } from "@/lib/shared/reveal";
import type { ControlState } from "../contract";
import type { PackSnapshot } from "./snapshot-contract";

type Control = Pick<PackSnapshot["controls"][number], "id" | "title" | "state" | "gap" | "owner">;
type Summarised = Pick<PackSnapshot, "asOf" | "org" | "counts" | "clocks"> & {
  head: Pick<PackSnapshot["head"], "size">;
  framework: Pick<PackSnapshot["framework"], "title">;
  controls: readonly Control[];
};

export type SummaryFacts = {
  snapshot: Summarised;
  from: string;
  to: string;
  scope: string;
  keyId: string;
  contents: readonly string[];
  notProven: readonly string[];
};

/** More than this of one text is nobody's summary. */
const MOST_TEXT = 400;
const words: Record<ControlState, string> = { met: "Met", partly: "Partly", gap: "Gap", unknown: "Cannot be told" };

/** What the built-in fonts draw beyond Latin-1, of what sentences are made of. */
const PUNCTUATION = new Set("…–—’‘“”•€");

/** Anything that the built-in fonts do not draw is shown as its code, so that nothing is drawn as something else. */
export function drawable(text: string, most: number = MOST_TEXT): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  let out = "";
  for (const character of cut) {
    const point = character.codePointAt(0) ?? 0;
    if ((point >= 0x20 && point <= 0x7e) || (point >= 0xa1 && point <= 0xff && point !== 0xad)) out += character;
    else if (PUNCTUATION.has(character)) out += character;
    else out += `<${codeLabel(point)}>`;
  }
  return out;
}

/** The same facts give the same bytes: the times in the file are those of the snapshot. */
export async function summaryPdf(facts: SummaryFacts): Promise<Buffer> {
  const at = new Date(facts.snapshot.asOf);
  const document = new PDFDocument({
    size: "A4",
    margin: 56,
    tagged: true,
    lang: "en",
    displayTitle: true,
    pdfVersion: "1.5",
    info: {
      // Words of ours alone: they are also written as XML, without escapes, where a name could end what it stands in.
      Title: "Audit pack",
      CreationDate: at,
      ModDate: at,
    },
  });
  const chunks: Buffer[] = [];
  document.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = once(document, "end");
  draw(document, facts);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

type Document = InstanceType<typeof PDFDocument>;

function draw(document: Document, { snapshot, from, to, scope, keyId, contents, notProven }: SummaryFacts): void {
  const { counts, framework, org } = snapshot;
  heading(document, "H1", "Audit pack", 20);
  paragraph(document, `${org.name}: ${framework.title}`, 12);
  paragraph(
    document,
    `${from} to ${to}, ${scope}. As of ${snapshot.asOf}. Signed with key ${keyId}; audit log of ${snapshot.head.size} entries.`,
  );
  heading(document, "H2", "Controls", 14);
  paragraph(
    document,
    `${counts.met} met, ${counts.partly} partly, ${counts.gap} gaps, ${counts.unknown} cannot be told; ${snapshot.controls.length} in all.`,
  );
  for (const control of snapshot.controls) {
    document.moveDown(0.4);
    paragraph(document, `${control.id}  ${control.title}: ${words[control.state]}`, 9, "Helvetica-Bold");
    if (control.gap) paragraph(document, control.gap, 9);
    if (control.owner) paragraph(document, `${control.owner.name} answers for it.`, 9);
  }
  if (snapshot.clocks.length > 0) heading(document, "H2", "Statutory clocks", 14);
  for (const { title, control, days, now } of snapshot.clocks)
    paragraph(document, `${title} (${control}), ${days} days. ${now}`);
  heading(document, "H2", "What is in the pack", 14);
  for (const entry of contents) paragraph(document, entry);
  heading(document, "H2", "What it does not prove", 14);
  for (const entry of notProven) paragraph(document, entry);
  heading(document, "H2", "How to verify it", 14);
  paragraph(
    document,
    "README.md in the pack has the commands. Compare the key's fingerprint with one that you got elsewhere.",
  );
}

function heading(document: Document, tag: "H1" | "H2", text: string, size: number): void {
  document.moveDown(tag === "H1" ? 0 : 1);
  document.addStructure(
    document.struct(tag, {}, () => document.font("Helvetica-Bold").fontSize(size).text(drawable(text))),
  );
  document.moveDown(0.3);
}

function paragraph(document: Document, text: string, size = 10, font = "Helvetica"): void {
  document.addStructure(document.struct("P", {}, () => document.font(font).fontSize(size).text(drawable(text))));
}
