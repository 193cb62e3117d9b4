/** A file of calls as people read and write it. Pure. */
import { CallField, type PreviewedCall } from "@/lib/imports/contract";
import { csvTable } from "@/lib/shared/csv-cell";

export const callFieldWords: Record<CallField, string> = {
  id: "Id of the call",
  at: "Time",
  agentId: "Agent's id",
  agentName: "Agent",
  onBehalfOf: "On behalf of",
  chain: "Through agents",
  tool: "Tool",
  operationClass: "Class",
  effect: "Decision",
  code: "Why, as a word",
  reason: "Reason",
  policies: "Policies",
  outcome: "Outcome",
  durationMs: "Milliseconds",
  error: "Error",
  traceId: "Trace",
  argumentsDigest: "Digest of the arguments",
  argumentsText: "Arguments",
};

/** The heading and one row that would be taken. */
export const callsTemplate = (): string =>
  csvTable([
    CallField.options,
    [
      ...["call-0001", "2026-01-31T09:30:00Z", "", "Invoice checker", "mara@example.com", "", "bank/pay_invoice"],
      ...["money.move", "allow", "", "Below the limit", "", "succeeded", 84, "", "", "", '{"amount":120}'],
    ],
  ]);

/** What is wrong, a line each, to be corrected where the file comes from. */
export const problemsCsv = (rows: readonly PreviewedCall[]): string =>
  csvTable([
    ["line", "field", "problem", "value"],
    ...rows.flatMap(({ line, problems }) =>
      problems.map(({ field, message, value }) => [line, field ?? "", message, value]),
    ),
  ]);
