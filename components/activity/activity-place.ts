/** From an address to what is asked, for the activity page and for the activity of one agent. */
import type { z } from "zod";
import { CallFilters, type listCallsOp } from "@/lib/activity/contract";
import { readFilters, type Search, TRAIL, trailOf } from "@/lib/client/url-filters";
import { type RangeName, resolveRange } from "./time-range";

export type ActivityPlace = {
  path: string;
  /** What is asked of the server: named ranges resolved, the page's own agent added. */
  filters: z.output<typeof CallFilters>;
  /** What stands in the address. */
  asked: Record<string, string | number | undefined>;
  range: RangeName | "custom";
  trail: string | undefined;
  /** Set on the page of one agent, where it is no filter. */
  agentId?: string;
};

type Filters = z.output<typeof listCallsOp.input>;

export function activityPlace(
  path: string,
  search: Search,
  now: Date,
  agentId?: string,
): { place: ActivityPlace; ignored: string[] } {
  const { filters, ignored } = readFilters(CallFilters, search, [TRAIL, "range", "peek"]);
  const named = typeof search.range === "string" ? search.range : undefined;
  const range = resolveRange({ range: named, from: filters.from, to: filters.to }, now);
  const asked = { ...filters, range: range.name === "custom" ? undefined : range.name };
  const resolved: Filters = { ...filters, from: range.from, to: range.to, ...(agentId ? { agentId } : {}) };
  return {
    place: { path, filters: resolved, asked, range: range.name, trail: trailOf(search), agentId },
    ignored: range.understood ? ignored : [...ignored, "range"],
  };
}
