"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { call } from "@/lib/client/call";
import { getPlanOp } from "@/lib/plan/contract";
import { getTaskOp, listTasksOp } from "@/lib/plan/task-contract";
import type { Operation } from "@/lib/shared/operation";

export const planReads = [getPlanOp.id, listTasksOp.id, getTaskOp.id];

/** Shows nothing as done before the server says so; after a refusal too, what is there now is read again. */
export function usePlanAct<In extends z.ZodType, Out extends z.ZodType>(
  op: Operation<In, Out>,
  done?: (result: z.output<Out>) => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: z.input<In>) => call(op, input),
    onSuccess: done,
    onSettled: () => Promise.all(planReads.map((id) => queries.invalidateQueries({ queryKey: [id] }))),
  });
}
