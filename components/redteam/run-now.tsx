"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { askRedteamOp, listRedteamRunsOp } from "@/lib/redteam/contract";

/** The worker runs it; how far it is stands in the list. */
export function RunNow({ busy }: { busy: boolean }) {
  const queries = useQueryClient();
  const ask = useMutation({
    mutationFn: () => call(askRedteamOp, {}),
    onError: (error) => toast.error(problemOf(error)?.detail ?? "The exercise was not begun."),
    onSettled: () => queries.invalidateQueries({ queryKey: [listRedteamRunsOp.id] }),
  });
  return (
    <Button variant="primary" disabled={busy} loading={ask.isPending} onClick={() => ask.mutate()}>
      {busy ? "Running" : "Run now"}
    </Button>
  );
}
