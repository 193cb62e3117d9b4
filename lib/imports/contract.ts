/** Tool calls from a file: what it would add, and adding it. Browser-safe. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";
import { operation } from "@/lib/shared/operation";
import { Effect, Instant } from "@/sdk/wire/words";

/** What a column or a member may fill. `chain` and `policies` hold several words with spaces between. */
export const CallField = z.enum([
  "id",
  "at",
  "agentId",
  "agentName",
  "onBehalfOf",
  "chain",
  "tool",
  "operationClass",
  "effect",
  "code",
  "reason",
  "policies",
  "outcome",
  "durationMs",
  "error",
  "traceId",
  "argumentsDigest",
  "argumentsText",
]);
export type CallField = z.infer<typeof CallField>;

export const FileFormat = z.enum(["csv", "ndjson"]);
export type FileFormat = z.infer<typeof FileFormat>;

/** Of one batch. A longer file is sent in several, each with the heading of the table. */
export const MOST_ROWS = 5_000;
export const MOST_CHARACTERS = 8 * 1024 * 1024;
const maxBody = 20 * 1024 * 1024;

const batch = {
  format: FileFormat,
  /** A table with its heading, or a JSON object a line. */
  text: z.string().min(1).max(MOST_CHARACTERS),
  /** For headings and members that do not say it themselves: which field they fill, or null for none. */
  columns: z.record(z.string().max(200), CallField.nullable()).default({}),
  /** How many lines of the file stand before the rows of this batch, so that rows are named by their line in the file. */
  linesBefore: z.int().nonnegative().max(1_000_000_000).default(0),
};

export const CallOutcome = z.enum(["new", "same", "error"]);
export type CallOutcome = z.infer<typeof CallOutcome>;

export const PreviewedCall = z.object({
  line: z.int(),
  outcome: CallOutcome,
  at: Instant.nullable(),
  agent: z.string(),
  /** The agent is not registered: it would be found as a discovered one afterwards. */
  unknownAgent: z.boolean(),
  tool: z.string(),
  effect: Effect.nullable(),
  problems: z.array(z.object({ field: CallField.nullable(), message: z.string(), value: z.string() })),
});
export type PreviewedCall = z.infer<typeof PreviewedCall>;

export const CallsPreview = z.object({
  columns: z.array(z.object({ heading: z.string(), field: CallField.nullable() })),
  counts: z.record(CallOutcome, z.int().nonnegative()),
  rows: z.array(PreviewedCall),
});
export type CallsPreview = z.infer<typeof CallsPreview>;

const verbatim = ["text"];

export const previewCallsOp = operation({
  id: "imports.previewCalls",
  http: "POST /v1/activity/import/preview",
  permission: "activity:import",
  summary: "Say, row by row, which tool calls a file would add and what is wrong with it; nothing is written",
  input: z.strictObject(batch),
  output: CallsPreview,
  maxBody,
  verbatim,
});

export const importCallsOp = operation({
  id: "imports.importCalls",
  http: "POST /v1/activity/import",
  permission: "activity:import",
  summary:
    "Add the tool calls of a file, marked as imported: all rows of the batch, or none; sent again it changes nothing",
  input: z.strictObject({
    ...batch,
    /** The name of the file, shown with each of its calls. */
    file: z.string().trim().min(1).max(200).refine(isStorable, notStorable),
    /** Rows with something wrong refuse the whole batch, unless they are left out knowingly. */
    leaveOutErrors: z.boolean().default(false),
  }),
  output: z.object({ stored: z.int(), same: z.int(), leftOut: z.int(), discovered: z.int() }),
  errors: ["conflict"],
  maxBody,
  verbatim,
});
