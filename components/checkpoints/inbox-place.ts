/** Where the inbox is, as its address says it. Pure. */
import type { z } from "zod";
import type { CheckpointBox, CheckpointFilters, CheckpointSummary } from "@/lib/checkpoints/contract";

export type InboxFilters = z.output<typeof CheckpointFilters>;

export const inboxPath = "/checkpoints";
export const inboxDefaults = { box: "open", limit: 50, fold: "yes" };

export const isOpenBox = (box: CheckpointBox): boolean => box !== "closed" && box !== "all";

/** What narrows a box; the page and how it is folded do not. */
export const isNarrowed = (filters: InboxFilters): boolean =>
  [
    filters.tool,
    filters.agentId,
    filters.operationClass,
    filters.riskTier,
    filters.person,
    filters.status,
    filters.group,
  ].some((value) => value !== undefined);

/** The requests that a folded line stands for: of its group, its tier and its box. */
export const alikeOf = (
  filters: InboxFilters,
  row: Pick<CheckpointSummary, "groupKey" | "riskTier">,
): InboxFilters => ({
  ...filters,
  cursor: undefined,
  limit: 200,
  fold: "no",
  group: row.groupKey,
  riskTier: row.riskTier,
});
