/** Private to this folder: what the cells of one row say, as a call. Pure. */
import type { z } from "zod";
import { storable } from "@/lib/audit/record";
import { reportedArguments } from "@/lib/telemetry/arguments";
import { digestOf } from "@/sdk/canonical";
import { DecisionCode } from "@/sdk/wire/decision";
import { Digest, type Effect, OperationClass, type Outcome } from "@/sdk/wire/words";
import type { Problem, RawRow } from "./call-table";
import type { CallField } from "./contract";

/** A call as a file tells of it; whose it is here is not looked up yet. */
export type ToldCall = {
  id: string;
  at: string;
  agentId: string | null;
  agentName: string | null;
  onBehalfOf: string | null;
  chain: string[];
  tool: string;
  operationClass: OperationClass | null;
  effect: Effect | null;
  code: DecisionCode | null;
  reason: string;
  policies: string[];
  outcome: Outcome | null;
  durationMs: number | null;
  error: string | null;
  traceId: string | null;
  argumentsDigest: string | null;
  argumentsText: string;
  bodyDigest: string;
};

/** As long as a point may report each. */
const longest: Partial<Record<CallField, number>> = {
  ...{ id: 200, agentId: 100, agentName: 120, onBehalfOf: 300, tool: 300, reason: 2000, error: 2000, traceId: 64 },
  ...{ argumentsText: 100_000, chain: 2000, policies: 20_000 },
};
const MOST_CHAIN = 16;
const MOST_POLICIES = 100;

const effects: Record<string, Effect> = {
  ...{ allow: "allow", allowed: "allow", permit: "allow", permitted: "allow" },
  ...{ deny: "deny", denied: "deny", refused: "deny", block: "deny", blocked: "deny" },
  ...{ hold: "hold", held: "hold" },
};
const outcomes: Record<string, Outcome> = {
  ...{ succeeded: "succeeded", success: "succeeded", ok: "succeeded", ran: "succeeded" },
  ...{ failed: "failed", failure: "failed", error: "failed", unknown: "unknown" },
};

/** Of the calls that this house itself numbered when it took them in. */
export const PREFIX = "import:";

export function readCells(
  { cells, problems: found }: RawRow,
  now: Date,
): { call: ToldCall | null; problems: Problem[] } {
  // Of a line that could not be read it need not be said what it lacks.
  if (found.length > 0 && Object.keys(cells).length === 0) return { call: null, problems: found };
  const problems = [...found];
  const wrong = (field: CallField, message: string) => {
    problems.push({ field, message, value: cells[field]?.slice(0, 200) ?? "" });
    return null;
  };
  for (const field of Object.keys(longest) as CallField[]) {
    const most = longest[field] ?? 0;
    if ((cells[field]?.length ?? 0) > most) wrong(field, `It has more than ${most.toLocaleString("en")} characters.`);
  }
  const oneOf = <Word extends string>(field: CallField, words: Record<string, Word>): Word | null => {
    const given = cells[field];
    if (given === undefined) return null;
    const word = given.trim().toLowerCase();
    const known = Object.hasOwn(words, word) ? words[word] : undefined;
    return known ?? wrong(field, `It is none of ${[...new Set(Object.values(words))].join(", ")}.`);
  };
  const text = (field: CallField) => (cells[field] === undefined ? null : storable(cells[field]));
  const several = (field: CallField, most: number) => {
    const words = (text(field) ?? "").split(/\s+/).filter((word) => word !== "");
    if (words.length > most) wrong(field, `It names more than ${most}.`);
    return words;
  };
  const at = timeOf(cells.at, now);
  if ("wrong" in at) wrong("at", at.wrong);
  const tool = text("tool");
  if (tool === null) wrong("tool", "The row names no tool.");
  if (cells.agentId === undefined && cells.agentName === undefined) wrong("agentName", "The row names no agent.");
  const duration = cells.durationMs === undefined ? null : Number(cells.durationMs);
  if (duration !== null && !(duration >= 0 && Number.isFinite(duration)))
    wrong("durationMs", "It is no number of milliseconds.");
  const stated = text("argumentsDigest");
  if (stated !== null && !Digest.safeParse(stated).success)
    wrong("argumentsDigest", "It is not sha256: and 64 hexadecimal digits.");
  const facts = {
    at: "at" in at ? at.at : "",
    agentId: text("agentId"),
    agentName: text("agentName"),
    onBehalfOf: text("onBehalfOf"),
    chain: several("chain", MOST_CHAIN),
    tool: tool ?? "",
    operationClass: oneOf("operationClass", wordsOf(OperationClass)),
    effect: oneOf("effect", effects),
    code: oneOf("code", wordsOf(DecisionCode)),
    reason: text("reason") ?? "",
    policies: several("policies", MOST_POLICIES),
    outcome: oneOf("outcome", outcomes),
    durationMs: duration,
    error: text("error"),
    traceId: text("traceId"),
    argumentsDigest: stated,
    argumentsText: text("argumentsText") ?? "",
  };
  if (problems.length > 0) return { call: null, problems };
  const bodyDigest = digestOf(facts);
  const hidden = reportedArguments(cells.argumentsText);
  const id = text("id");
  return {
    call: {
      ...facts,
      id: `${PREFIX}${id === null ? bodyDigest : withoutPrefix(id)}`,
      argumentsDigest: stated ?? hidden.digest,
      argumentsText: hidden.text,
      bodyDigest,
    },
    problems,
  };
}

/** The id that the file itself has for a call. */
export const withoutPrefix = (id: string): string => (id.startsWith(PREFIX) ? id.slice(PREFIX.length) : id);

const wordsOf = <Word extends string>(words: z.ZodEnum<Record<Word, Word>>): Record<string, Word> =>
  Object.fromEntries(words.options.map((word) => [word, word]));

const ZONED = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})$/i;
/** A clock may run a little fast. */
const FUTURE_MS = 5 * 60_000;

function timeOf(given: string | undefined, now: Date): { at: string } | { wrong: string } {
  if (given === undefined) return { wrong: "The row has no time." };
  const text = given.trim();
  if (!ZONED.test(text))
    return { wrong: "It is no time with a zone: write 2026-01-31T09:30:00Z, or with +02:00 in place of the Z." };
  const ms = Date.parse(text.replace(" ", "T").replace(/\s/, "").replace(",", "."));
  // The parser takes the 31st of February for the 3rd of March.
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
  if (Number.isNaN(ms) || !isDay) return { wrong: "There is no such day or hour." };
  if (ms < 0) return { wrong: "It is before 1970." };
  if (ms > now.getTime() + FUTURE_MS) return { wrong: "It lies in the future." };
  return { at: new Date(ms).toISOString() };
}
