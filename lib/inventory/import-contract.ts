/** Agents from a table: what it would do, and doing it. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";
import { operation } from "@/lib/shared/operation";
import { Digest } from "@/sdk/wire/words";

/** What a column may fill. `owner` and `backupOwner` hold e-mail addresses, `dataClasses` and `tags` several words with `;` between. */
export const ImportField = z.enum([
  "name",
  "purpose",
  "provider",
  "framework",
  "environment",
  "team",
  "dataClasses",
  "tags",
  "autonomy",
  "riskTier",
  "owner",
  "backupOwner",
]);
export type ImportField = z.infer<typeof ImportField>;

/** Rows of one table: so many are written in one transaction with room to spare, each with its audit entry. */
export const MAX_IMPORT_ROWS = 5_000;
/** Characters of one table; its body may be a little larger. */
export const MAX_IMPORT_CHARACTERS = 8 * 1024 * 1024;
const maxBody = 20 * 1024 * 1024;

const table = {
  /** The whole table with its heading; comma, semicolon or tab between the cells, quotes as RFC 4180 has them. */
  csv: z.string().min(1).max(MAX_IMPORT_CHARACTERS),
  /** For headings that do not say it themselves: which field the column fills, or null for none. */
  columns: z.record(z.string().max(200), ImportField.nullable()).default({}),
  /** Cells that a person corrected after seeing them: the line as the table has it, and what it is to say. */
  mends: z
    .array(
      z.strictObject({
        line: z.int().positive(),
        field: ImportField,
        value: z.string().max(4000).refine(isStorable, notStorable),
      }),
    )
    .max(5000)
    .default([]),
};

export const ImportOutcome = z.enum(["create", "update", "same", "error"]);
export type ImportOutcome = z.infer<typeof ImportOutcome>;

export const ImportRow = z.object({
  /** The line of the table at which the row begins; the heading is line 1. */
  line: z.int(),
  name: z.string(),
  outcome: ImportOutcome,
  /** Of a row that changes an agent: what differs, as it would be shown. */
  changes: z.array(z.object({ field: ImportField, from: z.string(), to: z.string() })),
  /** Of a row that cannot be taken: why, and its cells so that they can be corrected. */
  problems: z.array(z.object({ field: ImportField.nullable(), message: z.string() })),
  cells: z.partialRecord(ImportField, z.string()).nullable(),
});
export type ImportRow = z.infer<typeof ImportRow>;

export const ImportPreview = z.object({
  /** Of all that would be written; applying names it, so that nothing else than what was seen is done. */
  digest: Digest,
  columns: z.array(z.object({ heading: z.string(), field: ImportField.nullable() })),
  counts: z.record(ImportOutcome, z.int().nonnegative()),
  rows: z.array(ImportRow),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

export const previewImportOp = operation({
  id: "inventory.previewImport",
  http: "POST /v1/agents/import/preview",
  permission: "agent:register",
  summary:
    "Say, row by row, what a table of agents would create and change, and what is wrong with it; nothing is written",
  input: z.strictObject(table),
  output: ImportPreview,
  maxBody,
});

export const importAgentsOp = operation({
  id: "inventory.importAgents",
  http: "POST /v1/agents/import",
  permission: "agent:register",
  summary: "Create and change the agents of a table: all that was previewed, or nothing",
  input: z.strictObject({
    ...table,
    /** Of the preview that a person saw. */
    digest: Digest,
    /** Rows with something wrong refuse the whole table, unless they are left out knowingly. */
    leaveOutErrors: z.boolean().default(false),
  }),
  output: z.object({ created: z.int(), updated: z.int(), same: z.int(), leftOut: z.int() }),
  errors: ["conflict", "digest_mismatch"],
  maxBody,
});
