/** What a report says, apart from how it looks: sections of sentences, figures and tables. */
import { z } from "zod";

export const Block = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string() }),
  /** Each with what it is of, and what qualifies it. */
  z.object({
    kind: z.literal("figures"),
    items: z.array(z.object({ label: z.string(), value: z.string(), note: z.string().nullable() })),
  }),
  z.object({
    kind: z.literal("table"),
    caption: z.string(),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    /** Rows that were left out, because nobody reads so many. */
    more: z.int(),
    /** Said in place of a table without rows. */
    empty: z.string(),
  }),
]);
export type Block = z.infer<typeof Block>;

export const Section = z.object({ heading: z.string(), blocks: z.array(Block) });
export type Section = z.infer<typeof Section>;

export const ReportKind = z.enum(["baseline", "enforcement", "penetration", "risk-summary"]);
export type ReportKind = z.infer<typeof ReportKind>;

export const ReportDocument = z.object({
  format: z.literal("gatehouse.report/1"),
  id: z.string(),
  kind: ReportKind,
  title: z.string(),
  organisation: z.string(),
  /** When its facts were read, UTC. */
  asOf: z.iso.datetime(),
  madeBy: z.string(),
  keyId: z.string(),
  /** The whole in one or two sentences. */
  verdict: z.string(),
  sections: z.array(Section),
});
export type ReportDocument = z.infer<typeof ReportDocument>;

export const text = (words: string): Block => ({ kind: "text", text: words });

export const figures = (...items: [label: string, value: string | number | null, note?: string][]): Block => ({
  kind: "figures",
  items: items.map(([label, value, note]) => ({
    label,
    value: value === null ? "not measured" : String(value),
    note: note ?? null,
  })),
});

export type TableParts<Row> = {
  caption: string;
  rows: readonly Row[];
  /** Of all, where not all are at hand. */
  total?: number;
  most?: number;
  empty: string;
  columns: Record<string, (row: Row) => string>;
};

const MOST_ROWS = 60;

export function table<Row>({ caption, rows, total, most = MOST_ROWS, empty, columns }: TableParts<Row>): Block {
  const shown = rows.slice(0, most);
  return {
    kind: "table",
    caption,
    columns: Object.keys(columns),
    rows: shown.map((row) => Object.values(columns).map((cell) => cell(row))),
    more: Math.max(0, (total ?? rows.length) - shown.length),
    empty,
  };
}

/** `3 agents`, `1 agent`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** The share as whole per cent; a rest is never rounded up to all, nor something down to nothing. */
export function share(part: number, whole: number): string | null {
  if (whole === 0) return null;
  const percent = Math.round((part / whole) * 100);
  return `${part < whole ? Math.min(percent, 99) : part > 0 ? percent : 0} %`;
}

export const day = (instant: string): string => instant.slice(0, 10);
