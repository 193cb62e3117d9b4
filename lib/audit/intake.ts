import type { z } from "zod";
import { type Ctx, type TxCtx, transaction } from "@/lib/db/ctx";
import type { Operation } from "@/lib/shared/operation";
import { authorise, parseInput, parseOutput, type Verb } from "./verb";

/**
 * Makes a verb that takes in what machines report: it writes, in a transaction, but not to the audit log, because what it
 * stores is itself a record (activity, acknowledgements, heartbeats). Administrative facts go through `command`.
 */
export function intake<In extends z.ZodType, Out extends z.ZodType>(
  op: Operation<In, Out>,
  store: (tx: TxCtx, input: z.output<In>) => Promise<z.input<Out>>,
): Verb<In, Out> {
  const verb = async (ctx: Ctx, input: z.input<In>): Promise<z.output<Out>> => {
    await authorise(ctx, op);
    const parsed = parseInput(op, input);
    return parseOutput(op, await transaction(ctx, (tx) => store(tx, parsed)));
  };
  return Object.assign(verb, { operation: op });
}
