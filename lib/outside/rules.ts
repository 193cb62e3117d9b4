/** When an access opens something, and why not any more. Pure; the clock is the database's. */
import type { AccessState } from "./contract";

type Access = { userId: string | null; until: Date; revokedAt: Date | null; createdByName: string };

export function accessState({ userId, until, revokedAt }: Access, now: Date): AccessState {
  if (revokedAt) return "revoked";
  if (until <= now) return "ended";
  return userId === null ? "invited" : "open";
}

const minute = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** In a sentence for whoever held it; null while it is in force. */
export function whyOver(access: Access & { revokedByName: string | null }, now: Date): string | null {
  const again = `Ask ${access.createdByName}, who gave it, if you need it again.`;
  if (access.revokedAt)
    return `Your access was revoked by ${access.revokedByName} on ${minute(access.revokedAt)}. ${again}`;
  if (access.until <= now) return `Your access ended on ${minute(access.until)}. ${again}`;
  return null;
}

const DAY_MS = 86_400_000;

/** Why it cannot be given until then, or null. */
export function refusalOfEnd(until: Date, now: Date, longestDays: number): string | null {
  if (until <= now) return "That time has passed.";
  if (until.getTime() - now.getTime() > longestDays * DAY_MS) return `At most ${longestDays} days from now.`;
  return null;
}
