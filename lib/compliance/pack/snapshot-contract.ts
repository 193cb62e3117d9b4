/** All that a pack says which could be another tomorrow, as it is stored before the first byte is written. */
import { z } from "zod";
import { CatalogueControl, Framework } from "../catalogue-rules";
import { Clock, ControlLine, Counts, Evidence } from "../contract";

const Cell = z.union([z.string(), z.number(), z.null()]);
/** The first row names the columns. */
export const Table = z.array(z.array(Cell));
export type Table = z.infer<typeof Table>;

export const PackSnapshot = z.object({
  asOf: z.string(),
  /** What came about at or after this is not in it: it might not all have been committed. */
  cut: z.string(),
  org: z.object({ id: z.string(), name: z.string() }),
  head: z.object({ origin: z.string(), size: z.int(), checkpoint: z.string() }),
  framework: Framework.omit({ controls: true }),
  counts: Counts,
  clocks: z.array(Clock),
  controls: z.array(ControlLine.extend({ source: CatalogueControl.shape.source, policies: z.array(z.string()) })),
  evidence: z.array(Evidence),
  agents: z.array(z.object({ id: z.string(), name: z.string() })),
  tables: z.record(z.string(), Table),
  policiesInForce: z.array(z.object({ slug: z.string(), version: z.int() })),
  rules: z.array(z.record(z.string(), z.unknown())),
  numbers: z.object({
    calls: z.int(),
    lost: z.int(),
    unmediated: z.int(),
    receipts: z.int(),
    undecided: z.int(),
    entries: z.int(),
  }),
});
export type PackSnapshot = z.infer<typeof PackSnapshot>;
