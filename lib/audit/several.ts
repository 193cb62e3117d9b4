import type { z } from "zod";
import type { Ctx } from "@/lib/db/ctx";
import type { Operation } from "@/lib/shared/operation";
import { authorise, parseInput, parseOutput, type Verb } from "./verb";

/**
 * Makes a verb that performs other verbs one after the other. Each has its own transaction and its own audit entry, and one
 * that is refused does not undo the others, so the answer must tell what became of each.
 */
export function several<In extends z.ZodType, Out extends z.ZodType>(
  op: Operation<In, Out>,
  perform: (ctx: Ctx, input: z.output<In>) => Promise<z.input<Out>>,
): Verb<In, Out> {
  const verb = async (ctx: Ctx, input: z.input<In>): Promise<z.output<Out>> => {
    await authorise(ctx, op);
    const parsed = parseInput(op, input);
    if (ctx.now !== null) throw new Error(`${op.id} cannot be part of a transaction`);
    return parseOutput(op, await perform(ctx, parsed));
  };
  return Object.assign(verb, { operation: op });
}
