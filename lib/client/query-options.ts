/** One query key per operation and input, so that pages, components and live updates agree on what they mean. */
import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { Operation } from "@/lib/shared/operation";
import { call } from "./call";

export const optionsFor = <In extends z.ZodType, Out extends z.ZodType>(op: Operation<In, Out>, input: z.input<In>) =>
  queryOptions({ queryKey: [op.id, input] as const, queryFn: () => call(op, input) });
