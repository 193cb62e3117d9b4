import type { z } from "zod";
import type { Ctx } from "@/lib/db/ctx";
import type { Operation } from "@/lib/shared/operation";
import { authorise, parseInput, parseOutput, type Verb } from "./verb";

/** Makes a reading verb: permission, input, read, output. */
export function query<In extends z.ZodType, Out extends z.ZodType>(
  op: Operation<In, Out>,
  read: (ctx: Ctx, input: z.output<In>) => Promise<z.input<Out>>,
): Verb<In, Out> {
  const verb = async (ctx: Ctx, input: z.input<In>): Promise<z.output<Out>> => {
    await authorise(ctx, op);
    return parseOutput(op, await read(ctx, parseInput(op, input)));
  };
  return Object.assign(verb, { operation: op });
}
