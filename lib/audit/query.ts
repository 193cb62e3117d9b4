import type { z } from "zod";
import type { Ctx } from "@/lib/db/ctx";
import type { Operation } from "@/lib/shared/operation";
import { refuseOtherUnits } from "./units";
import { authorise, parseInput, parseOutput, type Verb } from "./verb";

/** Makes a reading verb: permission, input, read, output. */
export function query<In extends z.ZodType, Out extends z.ZodType>(
  op: Operation<In, Out>,
  read: (ctx: Ctx, input: z.output<In>) => Promise<z.input<Out>>,
): Verb<In, Out> {
  const verb = async (ctx: Ctx, input: z.input<In>): Promise<z.output<Out>> => {
    await authorise(ctx, op);
    const parsed = parseInput(op, input);
    await refuseOtherUnits(ctx, op, parsed);
    return parseOutput(op, await read(ctx, parsed));
  };
  return Object.assign(verb, { operation: op });
}
