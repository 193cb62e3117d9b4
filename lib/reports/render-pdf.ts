/** A report as a PDF, tagged for those who listen to it. The same document gives the same bytes. */
import { once } from "node:events";
import PDFDocument from "pdfkit";
import { drawable } from "@/lib/compliance/pack/pdf";
import type { Block, ReportDocument, Section } from "./document-contract";
import { columnShares } from "./rules";

type Pdf = InstanceType<typeof PDFDocument>;
type Figures = Extract<Block, { kind: "figures" }>;
type Table = Extract<Block, { kind: "table" }>;

const MARGIN = 50;
/** A paragraph of a report is its own; what comes from outside stands in cells, which are shorter. */
const MOST_WORDS = 4_000;
const INK = "#1b1f24";
const MUTED = "#57606a";
const RULE = "#d0d7de";

export async function pdfOf(report: ReportDocument): Promise<Buffer> {
  const at = new Date(report.asOf);
  const pdf = new PDFDocument({
    size: "A4",
    margin: MARGIN,
    tagged: true,
    lang: "en",
    displayTitle: true,
    pdfVersion: "1.5",
    bufferPages: true,
    // Words of ours alone: they are also written as XML, without escapes, where a name could end what it stands in.
    info: { Title: drawable(report.title), CreationDate: at, ModDate: at },
  });
  const chunks: Buffer[] = [];
  pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = once(pdf, "end");
  draw(pdf, report);
  footers(pdf, report);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

const width = (pdf: Pdf): number => pdf.page.width - 2 * MARGIN;
const bottom = (pdf: Pdf): number => pdf.page.height - MARGIN - 14;

function draw(pdf: Pdf, report: ReportDocument): void {
  say(pdf, "P", report.organisation, { size: 11, color: MUTED });
  say(pdf, "H1", report.title, { size: 24, bold: true });
  say(pdf, "P", `As of ${report.asOf}. Written for ${report.madeBy}. Signed with key ${report.keyId}.`, {
    size: 9,
    color: MUTED,
  });
  pdf.moveDown(0.8);
  say(pdf, "P", report.verdict, { size: 13 });
  for (const section of report.sections) drawSection(pdf, section);
}

function drawSection(pdf: Pdf, { heading, blocks }: Section): void {
  pdf.moveDown(1.4);
  if (pdf.y > bottom(pdf) - 90) pdf.addPage();
  rule(pdf, INK, 1.2);
  pdf.moveDown(0.5);
  say(pdf, "H2", heading, { size: 14, bold: true });
  pdf.moveDown(0.3);
  for (const block of blocks) {
    if (block.kind === "text") say(pdf, "P", block.text, { size: 10 });
    else if (block.kind === "figures") drawFigures(pdf, block);
    else drawTable(pdf, block);
    pdf.moveDown(0.5);
  }
}

type Look = { size: number; bold?: boolean; color?: string };

function say(pdf: Pdf, tag: "H1" | "H2" | "P", words: string, { size, bold, color }: Look): void {
  pdf.addStructure(
    pdf.struct(tag, {}, () =>
      pdf
        .font(bold ? "Helvetica-Bold" : "Helvetica")
        .fontSize(size)
        .fillColor(color ?? INK)
        .text(drawable(words, MOST_WORDS), MARGIN, pdf.y, { width: width(pdf) }),
    ),
  );
}

function rule(pdf: Pdf, color: string, weight: number): void {
  pdf.markContent("Artifact");
  pdf
    .moveTo(MARGIN, pdf.y)
    .lineTo(MARGIN + width(pdf), pdf.y)
    .lineWidth(weight)
    .strokeColor(color)
    .stroke();
  pdf.endMarkedContent();
}

const FIGURES_A_LINE = 5;

function drawFigures(pdf: Pdf, { items }: Figures): void {
  for (let from = 0; from < items.length; from += FIGURES_A_LINE) {
    const line = items.slice(from, from + FIGURES_A_LINE);
    if (pdf.y > bottom(pdf) - 50) pdf.addPage();
    const top = pdf.y;
    const each = width(pdf) / Math.min(FIGURES_A_LINE, Math.max(3, line.length));
    let lowest = top;
    line.forEach(({ label, value, note }, place) => {
      const box = { width: each - 10 };
      const x = MARGIN + place * each;
      pdf.addStructure(
        pdf.struct("P", {}, () => {
          pdf.font("Helvetica").fontSize(8).fillColor(MUTED).text(drawable(label), x, top, box);
          pdf
            .font("Helvetica-Bold")
            .fontSize(value.length > 12 ? 10 : 16)
            .fillColor(INK)
            .text(drawable(value), x, pdf.y + 2, box);
          if (note)
            pdf
              .font("Helvetica")
              .fontSize(7.5)
              .fillColor(MUTED)
              .text(drawable(note), x, pdf.y + 1, box);
        }),
      );
      lowest = Math.max(lowest, pdf.y);
    });
    pdf.y = lowest + 8;
  }
}

const CELL = 8;

function drawTable(pdf: Pdf, { caption, columns, rows, more, empty }: Table): void {
  if (rows.length === 0) {
    say(pdf, "P", empty, { size: 10 });
    return;
  }
  say(pdf, "P", caption, { size: 10, bold: true });
  pdf.moveDown(0.3);
  const widths = columnShares(columns, rows).map((share) => share * width(pdf));
  const heads = () => drawRow(pdf, columns, widths, true);
  heads();
  for (const row of rows) {
    if (pdf.y + heightOf(pdf, row, widths, false) > bottom(pdf)) {
      pdf.addPage();
      heads();
    }
    drawRow(pdf, row, widths, false);
  }
  pdf.moveDown(0.4);
  if (more > 0) say(pdf, "P", `${more} more are not shown here.`, { size: 8, color: MUTED });
}

/** Measured in the very font in which it is drawn. */
function heightOf(pdf: Pdf, row: readonly string[], widths: readonly number[], head: boolean): number {
  pdf.font(head ? "Helvetica-Bold" : "Helvetica").fontSize(CELL);
  return (
    Math.max(...row.map((cell, place) => pdf.heightOfString(drawable(cell), { width: (widths[place] ?? 0) - 6 }))) + 7
  );
}

function drawRow(pdf: Pdf, row: readonly string[], widths: readonly number[], head: boolean): void {
  const top = pdf.y;
  const height = heightOf(pdf, row, widths, head);
  let x = MARGIN;
  row.forEach((cell, place) => {
    const box = { width: (widths[place] ?? 0) - 6 };
    pdf.addStructure(
      pdf.struct("P", {}, () =>
        pdf
          .font(head ? "Helvetica-Bold" : "Helvetica")
          .fontSize(CELL)
          .fillColor(head ? MUTED : INK)
          .text(drawable(cell), x, top + 3, box),
      ),
    );
    x += widths[place] ?? 0;
  });
  pdf.y = top + height;
  rule(pdf, head ? INK : RULE, head ? 0.8 : 0.4);
}

function footers(pdf: Pdf, { title, organisation, asOf }: ReportDocument): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    pdf.switchToPage(page);
    pdf.page.margins.bottom = 0;
    pdf.markContent("Artifact");
    pdf
      .font("Helvetica")
      .fontSize(7.5)
      .fillColor(MUTED)
      .text(
        drawable(`${organisation}: ${title}, ${asOf}. Page ${page + 1} of ${count}.`),
        MARGIN,
        pdf.page.height - MARGIN + 6,
        {
          width: width(pdf),
          lineBreak: false,
        },
      );
    pdf.endMarkedContent();
  }
}
