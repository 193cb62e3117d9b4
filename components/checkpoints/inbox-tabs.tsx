"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { LinkBoxes } from "@/components/ui/tabs";
import { type CheckpointBox, countCheckpointsOp } from "@/lib/checkpoints/contract";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref } from "@/lib/client/url-filters";
import { type InboxFilters, inboxDefaults, inboxPath } from "./inbox-place";

/** Which box is open stands in the address, and what narrows it goes along; the counts follow live. */
export function InboxTabs({ filters }: { filters: InboxFilters }) {
  const { data } = useSuspenseQuery(optionsFor(countCheckpointsOp, {}));
  const href = (box: CheckpointBox) =>
    filterHref(inboxPath, filters, { box, status: undefined, group: undefined }, inboxDefaults);
  const aside = { id: "snoozed", label: "Put aside", href: href("snoozed"), count: data.snoozed };
  return (
    <LinkBoxes
      label="Boxes"
      current={filters.box}
      tabs={[
        { id: "mine", label: "For me", href: href("mine"), count: data.mine },
        ...(data.snoozed > 0 || filters.box === "snoozed" ? [aside] : []),
        { id: "team", label: "My team", href: href("team") },
        { id: "open", label: "Open", href: href("open"), count: data.open },
        { id: "closed", label: "Ended", href: href("closed") },
        { id: "all", label: "All", href: href("all") },
      ]}
    />
  );
}
