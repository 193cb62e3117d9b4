/** The time that a pack is about: whole days of UTC, of which both ends are in. Pure. */
import { Refusal } from "@/lib/shared/errors";

const DAY_MS = 86_400_000;
const MOST_DAYS = 3_660;

export type Period = { from: Date; to: Date };

export function periodOf(first: string, last: string, now: Date): Period {
  const from = new Date(`${first}T00:00:00.000Z`);
  const to = new Date(Date.parse(`${last}T00:00:00.000Z`) + DAY_MS);
  if (to <= from) throw new Refusal("invalid_input", "The period ends before it begins.");
  if (from > now) throw new Refusal("invalid_input", "The period has not begun yet.");
  if (to.getTime() - from.getTime() > MOST_DAYS * DAY_MS)
    throw new Refusal("invalid_input", "The period is longer than ten years.");
  return { from, to };
}

/** As people say it. */
export const daysOf = ({ from, to }: Period): { from: string; to: string } => ({
  from: from.toISOString().slice(0, 10),
  to: new Date(to.getTime() - DAY_MS).toISOString().slice(0, 10),
});
