/** Private to this folder: how the rules put their facts into words. Pure. */

export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** At most three by name, so that a fleet stays a sentence. */
export function named(points: readonly { name: string }[]): string {
  const names = points.slice(0, 3).map(({ name }) => name);
  const more = points.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}

/** Since when a point has been silent is what one looks for first when an agent has fallen. */
export function silence(away: readonly { name: string; lastSeenAt?: Date | null }[]): string {
  const [only, ...more] = away;
  if (!only?.lastSeenAt || more.length > 0) return `${named(away)} cannot be reached now.`;
  return `${only.name} has been silent since ${only.lastSeenAt.toISOString().slice(0, 19).replace("T", " ")} UTC.`;
}
