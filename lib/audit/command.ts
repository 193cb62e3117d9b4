import type { z } from "zod";
import { type Ctx, type TxCtx, transaction } from "@/lib/db/ctx";
import { type ErrorCode, Refusal } from "@/lib/shared/errors";
import type { Operation } from "@/lib/shared/operation";
import { type AuditEvent, recordAudit } from "./record";
import { recordAuditMany } from "./record-many";
import { refuseOtherUnits } from "./units";
import { authorise, parseInput, parseOutput, type Verb } from "./verb";

/** What a writing verb hands back: the answer, and what is to be remembered. Without an event it does not compile. */
export type Done<Result> = {
  /** Or how to read it once the act is committed, where reading it first would hold back those who wait for the act. */
  result: Result | ((ctx: Ctx) => Promise<Result>);
  /** Several when one act changes several things; never none, unless the command is a repetition that changed nothing. */
  event: AuditEvent | [AuditEvent, ...AuditEvent[]] | "repetition";
};

/** The same for a step that several commands share: its answer is at hand, so that the command can go on from it. */
export type Step<Result> = { result: Result; event: Done<Result>["event"] };

/** A refusal that must itself be remembered: its entry is written after the refused work was rolled back. */
export class RecordedRefusal extends Refusal {
  readonly event: AuditEvent;
  constructor(code: ErrorCode, message: string, event: AuditEvent) {
    super(code, message);
    this.event = event;
  }
}

/** Of a command that may be about thousands of things. */
export type Long<Input> = {
  /** What would hold the transaction open for long and changes nothing: done first, where the command has one of its own. */
  before?: (ctx: Ctx, input: Input) => Promise<unknown>;
  /** How long the transaction may take, where that is longer than usual. */
  mostMs?: number;
};

type Reader<Out extends z.ZodType> = (ctx: Ctx) => Promise<z.input<Out>>;
type Answer<Out extends z.ZodType> = { read: Reader<Out> } | { output: z.output<Out> };

/**
 * Makes a writing verb: permission, input, transaction, work, audit entry, output, commit.
 * A command called inside another joins its transaction, so both happen or neither.
 */
export function command<In extends z.ZodType, Out extends z.ZodType>(
  op: Operation<In, Out>,
  work: (tx: TxCtx, input: z.output<In>) => Promise<Done<z.input<Out>>>,
  { before, mostMs }: Long<z.output<In>> = {},
): Verb<In, Out> {
  const verb = async (ctx: Ctx, input: z.input<In>): Promise<z.output<Out>> => {
    await authorise(ctx, op);
    const parsed = parseInput(op, input);
    await refuseOtherUnits(ctx, op, parsed);
    const run = async (tx: TxCtx): Promise<Answer<Out>> => {
      const { result, event } = await work(tx, parsed);
      if (event !== "repetition") {
        if (Array.isArray(event)) await recordAuditMany(tx, event);
        else await recordAudit(tx, event);
      }
      return typeof result === "function" ? { read: result as Reader<Out> } : { output: parseOutput(op, result) };
    };
    const outermost = ctx.now === null;
    if (outermost) await before?.(ctx, parsed);
    const answer = await transaction(ctx, run, mostMs).catch(async (error: unknown) => {
      if (outermost && error instanceof RecordedRefusal) {
        await transaction(ctx, (tx) => recordAudit(tx, error.event));
      }
      throw error;
    });
    return "read" in answer ? parseOutput(op, await answer.read(ctx)) : answer.output;
  };
  return Object.assign(verb, { operation: op });
}
