"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { LinkTabs } from "@/components/ui/tabs";
import { type CheckpointBox, countCheckpointsOp } from "@/lib/checkpoints/contract";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref } from "@/lib/client/url-filters";

/** Which box is open stands in the address; the counts follow live. */
export function InboxTabs({ box, agentId }: { box: CheckpointBox; agentId: string | undefined }) {
  const { data } = useSuspenseQuery(optionsFor(countCheckpointsOp, {}));
  const href = (to: CheckpointBox) => filterHref("/checkpoints", { agentId }, { box: to }, { box: "open" });
  return (
    <LinkTabs
      label="Boxes"
      current={box}
      tabs={[
        { id: "mine", label: "For me", href: href("mine"), count: data.mine },
        { id: "open", label: "Open", href: href("open"), count: data.open },
        { id: "closed", label: "Ended", href: href("closed") },
        { id: "all", label: "All", href: href("all") },
      ]}
    />
  );
}
