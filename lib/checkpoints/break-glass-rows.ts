/** Private to this folder: a broken glass as it is shown, and its findings. */
import type { BreakGlass as BreakGlassRow } from "@/lib/db/generated/client";
import { BreakGlass } from "./glass-contract";

export function showBreakGlass(row: BreakGlassRow, now: Date): BreakGlass {
  const { reviewedAt, reviewedById, reviewedByName, verdict, reviewReason } = row;
  return BreakGlass.parse({
    ...row,
    at: row.at.toISOString(),
    reviewDueAt: row.reviewDueAt.toISOString(),
    overdue: reviewedAt === null && row.reviewDueAt <= now,
    review: reviewedAt
      ? { byId: reviewedById, byName: reviewedByName, at: reviewedAt.toISOString(), verdict, reason: reviewReason }
      : null,
  });
}
