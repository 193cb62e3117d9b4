import type { z } from "zod";
import { type Ctx, type TxCtx, transaction } from "@/lib/db/ctx";
import { type ErrorCode, Refusal } from "@/lib/shared/errors";
import type { Operation } from "@/lib/shared/operation";
import { type AuditEvent, recordAudit } from "./record";
import { authorise, parseInput, parseOutput, type Verb } from "./verb";

/** What a writing verb hands back: the answer, and what is to be remembered. Without an event it does not compile. */
export type Done<Result> = {
  result: Result;
  /** Several when one act changes several things; never none, unless the command is a repetition that changed nothing. */
  event: AuditEvent | [AuditEvent, ...AuditEvent[]] | "repetition";
};

/** A refusal that must itself be remembered: its entry is written after the refused work was rolled back. */
export class RecordedRefusal extends Refusal {
  readonly event: AuditEvent;
  constructor(code: ErrorCode, message: string, event: AuditEvent) {
    super(code, message);
    this.event = event;
  }
}

/**
 * Makes a writing verb: permission, input, transaction, work, audit entry, output, commit.
 * A command called inside another joins its transaction, so both happen or neither.
 */
export function command<In extends z.ZodType, Out extends z.ZodType>(
  op: Operation<In, Out>,
  work: (tx: TxCtx, input: z.output<In>) => Promise<Done<z.input<Out>>>,
): Verb<In, Out> {
  const verb = async (ctx: Ctx, input: z.input<In>): Promise<z.output<Out>> => {
    await authorise(ctx, op);
    const parsed = parseInput(op, input);
    const run = async (tx: TxCtx) => {
      const { result, event } = await work(tx, parsed);
      if (event !== "repetition") {
        for (const one of Array.isArray(event) ? event : [event]) await recordAudit(tx, one);
      }
      return parseOutput(op, result);
    };
    const outermost = ctx.now === null;
    return transaction(ctx, run).catch(async (error: unknown) => {
      if (outermost && error instanceof RecordedRefusal) {
        await transaction(ctx, (tx) => recordAudit(tx, error.event));
      }
      throw error;
    });
  };
  return Object.assign(verb, { operation: op });
}
