"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { call } from "@/lib/client/call";
import { getDetectionOp, listDetectionsOp } from "@/lib/detections/contract";
import type { Operation } from "@/lib/shared/operation";

export const detectionReads = [getDetectionOp.id, listDetectionsOp.id];

/** Shows nothing as done before the server says so; after a refusal too, what is there now is read again. */
export function useDetectionAct<In extends z.ZodType, Out extends z.ZodType>(
  op: Operation<In, Out>,
  done?: (output: z.output<Out>) => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: z.input<In>) => call(op, input),
    onSuccess: done,
    onSettled: () => Promise.all(detectionReads.map((id) => queries.invalidateQueries({ queryKey: [id] }))),
  });
}
