"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ScanSearch } from "lucide-react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/client/call";
import type { Point } from "@/lib/enforcement/contract";
import { listProbesOp, probePointOp } from "@/lib/enforcement/proof-contract";

/** Asks the point to prove which bundle it holds; the answer comes into the list of probes. */
export function ProbePoint({ point }: { point: Point }) {
  const queries = useQueryClient();
  const probe = useMutation({
    mutationFn: () => call(probePointOp, { id: point.id }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [listProbesOp.id] });
      toast.success(`${point.name} is asked`, { description: "Its signed answer appears under Probes." });
    },
    onError: (error) => toast.error("The point was not asked", { description: error.message }),
  });
  return (
    <Button loading={probe.isPending} onClick={() => probe.mutate()}>
      <ScanSearch aria-hidden="true" />
      Probe
    </Button>
  );
}
