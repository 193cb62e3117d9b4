"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { call } from "@/lib/client/call";
import { countFindingsOp, getFindingOp, listFindingsOp } from "@/lib/findings/contract";
import { getIncidentOp, listIncidentsOp } from "@/lib/incidents/contract";
import type { Operation } from "@/lib/shared/operation";

const reads = [getIncidentOp.id, listIncidentsOp.id, getFindingOp.id, listFindingsOp.id, countFindingsOp.id];

/** Shows nothing as done before the server says so; after a refusal too, what is there now is read again. */
export function useIncidentAct<In extends z.ZodType, Out extends z.ZodType>(
  op: Operation<In, Out>,
  done?: (result: z.output<Out>) => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: z.input<In>) => call(op, input),
    onSuccess: done,
    onSettled: () => Promise.all(reads.map((id) => queries.invalidateQueries({ queryKey: [id] }))),
  });
}
