"use client";

import { useQuery } from "@tanstack/react-query";
import { CountBadge } from "@/components/ui/badge";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { countFindingsOp } from "@/lib/findings/contract";

const live = { findings: [countFindingsOp.id] };

/** How many open findings are grave, for the navigation. It asks by itself, so that no page waits for it. */
export function OpenFindings({ className }: { className?: string }) {
  const { data } = useQuery(optionsFor(countFindingsOp, {}));
  useLive(live);
  const grave = data ? data.bySeverity.critical + data.bySeverity.high : 0;
  return <CountBadge count={grave} label="grave and open" className={className} />;
}
