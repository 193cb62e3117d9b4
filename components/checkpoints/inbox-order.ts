/** The order of the inbox: the gravest first, and among equals the one that ends soonest. */
import type { CheckpointSummary } from "@/lib/checkpoints/contract";
import { RiskTier } from "@/sdk/wire/words";

const grade = (row: CheckpointSummary): number => RiskTier.options.indexOf(row.riskTier);

export const byRiskThenTime = (a: CheckpointSummary, b: CheckpointSummary): number =>
  grade(b) - grade(a) || a.expiresAt.localeCompare(b.expiresAt) || a.id.localeCompare(b.id);

/** Only a list that is whole can be sorted: sorting one page of many would hide what stands on the others. */
export function inboxOrder(
  rows: readonly CheckpointSummary[],
  whole: boolean,
  open: boolean,
): readonly CheckpointSummary[] {
  return whole && open ? rows.toSorted(byRiskThenTime) : rows;
}
