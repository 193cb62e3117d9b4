/** Who may release what. Pure. */
export type Releaser = {
  /** The person who acts, or who answers for the API key that acts; null for machines. */
  personId: string | null;
  /** A signed-in person, and not a program in somebody's name. */
  inPerson: boolean;
};

/** For as long as a release waits for its second person. */
export const RELEASE_WAITS_MS = 60 * 60 * 1000;

/** A suspension is meant to be lifted: whoever gave it takes it back alone. Kills and revocations always take two. */
export function releasesAlone({ personId }: Releaser, order: { status: string; orderedById: string | null }): boolean {
  return order.status === "suspended" && personId !== null && personId === order.orderedById;
}

export type Asked = { requestedById: string; status: string; expiresAt: Date };

/** Why this person cannot be the second one; null when they can. */
export function objectionToConfirm(by: Releaser, asked: Asked, now: Date): string | null {
  if (asked.status !== "pending") return `This release is ${asked.status} already.`;
  if (asked.expiresAt <= now)
    return `This release was not confirmed by ${asked.expiresAt.toISOString()}. Ask for it again.`;
  if (!by.inPerson || by.personId === null)
    return "A release is confirmed by a person who is signed in: a program could be acting for whoever asked.";
  if (by.personId === asked.requestedById)
    return "You asked for this release, so somebody else has to confirm it. If nobody else may, an admin invites a second person as admin or security.";
  return null;
}
