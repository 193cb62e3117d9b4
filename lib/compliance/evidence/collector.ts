/**
 * One question to the live system. To add one: a file here that exports a `Collector`, its kind in the contract, its place in
 * collectors.ts. What cannot be read must throw: it is then unknown. What was read must never be flattered.
 */
import type { Ctx } from "@/lib/db/ctx";
import type { ControlState, EvidenceItem, EvidenceKind } from "../contract";

export type Found = {
  state: ControlState;
  found: string;
  newest: Date | null;
  gap: string | null;
  href: string;
  items: EvidenceItem[];
  total: number;
};

export type Collector = {
  kind: EvidenceKind;
  title: string;
  /** Where it is looked at when nothing could be read. */
  href: string;
  collect: (ctx: Ctx, now: Date) => Promise<Found>;
};

/** How many items are named; the totals are of all. */
export const MOST_ITEMS = 20;

export const DAY_MS = 86_400_000;
export const daysAgo = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS);
export const daysSince = (now: Date, at: Date): number => Math.floor((now.getTime() - at.getTime()) / DAY_MS);
export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** A finding without items. */
export const found = (state: ControlState, href: string, more: Partial<Found> & { found: string }): Found => ({
  state,
  href,
  newest: null,
  gap: null,
  items: [],
  total: 0,
  ...more,
});
