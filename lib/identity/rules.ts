/** Decisions about people, sessions and keys: pure, browser-safe, and refusing whatever they do not know. */
import { Role } from "@/lib/shared/permissions";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** However busy, a session ends after this. */
export const SESSION_ABSOLUTE_MS = 12 * HOUR;
/** A session that nobody uses ends after this. */
export const SESSION_IDLE_MS = 2 * HOUR;
/** "Last seen" and "last used" are written no more often than this. */
export const TOUCH_EVERY_MS = MINUTE;
export const INVITE_LIFE_MS = 7 * DAY;
export const SETUP_LINK_LIFE_MS = DAY;
/** Ended sessions stay this long, so that "last seen" outlives them. */
export const SESSION_MEMORY_MS = 90 * DAY;

export const sessionInForce = (session: { lastSeenAt: Date; expiresAt: Date }, now: Date): boolean =>
  now < session.expiresAt && now.getTime() - session.lastSeenAt.getTime() < SESSION_IDLE_MS;

export const apiKeyInForce = (key: { expiresAt: Date | null; revokedAt: Date | null }, now: Date): boolean =>
  key.revokedAt === null && (key.expiresAt === null || now < key.expiresAt);

/** Roles that this version knows, each once and in the table's order; a role that it does not know permits nothing. */
export const knownRoles = (roles: readonly string[]): Role[] => Role.options.filter((role) => roles.includes(role));

/** An auditor from outside, who is nothing else here. */
export const isOutsider = (roles: readonly string[]): boolean => roles.length === 1 && roles[0] === "outsider";

export type InviteState = "waiting" | "accepted" | "expired" | "revoked";

/** What ended first in law, not in time: an accepted invitation stays accepted. */
export function inviteState(
  invite: { acceptedAt: Date | null; revokedAt: Date | null; expiresAt: Date },
  now: Date,
): InviteState {
  if (invite.acceptedAt) return "accepted";
  if (invite.revokedAt) return "revoked";
  return now < invite.expiresAt ? "waiting" : "expired";
}

type Standing = { roles: readonly string[]; units: readonly string[]; status: string };
/** An admin of some teams alone administers nothing of the whole, so is no reserve for whoever does. */
export const isActiveAdmin = ({ roles, units, status }: Standing): boolean =>
  status === "active" && roles.includes("admin") && units.length === 0;

/** Why an edit of a person must not happen, or null. */
export function refusalToEdit(edit: {
  self: boolean;
  before: Standing;
  after: Standing;
  otherAdmins: number;
  /** Of those who may sign in by password although single sign-on is required; null when this person is none of them. */
  otherPasswords: number | null;
}): string | null {
  if (edit.self && edit.after.status !== "active") return "You cannot disable yourself. Ask another admin to do it.";
  if (isActiveAdmin(edit.before) && !isActiveAdmin(edit.after) && edit.otherAdmins === 0) {
    return "This is the last active admin. Make another person an admin first.";
  }
  if (edit.otherPasswords === 0 && !isActiveAdmin(edit.after)) {
    return "This is the last admin who can sign in when the identity provider fails. Name another under Sign-on first.";
  }
  return null;
}

/** True when a change of standing must end the person's sessions. */
export const endsSessions = (before: Standing, after: Standing): boolean =>
  before.status !== after.status || !sameRoles(before.roles, after.roles) || !sameRoles(before.units, after.units);

export const sameRoles = (a: readonly string[], b: readonly string[]): boolean =>
  [...new Set(a)].sort().join() === [...new Set(b)].sort().join();

/** Guessing is slowed by account and by address; an office shares one address, so that may fail more often. */
export const ATTEMPT_WINDOW_MS = 15 * MINUTE;
export const MOST_ATTEMPTS = { account: 10, address: 60 } as const;

/**
 * Where to go after signing in: a path of this console, or its front page. Another origin, in whatever spelling
 * (`//host`, `/\host`, control characters that browsers drop), becomes the front page.
 */
export function safeNext(next: unknown): string {
  if (typeof next !== "string" || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(next)) return "/";
  const base = "http://console.invalid";
  const url = URL.canParse(next, base) ? new URL(next, base) : null;
  // `/..//host` is a path here, but what it comes to, `//host`, is another origin for whoever reads it next.
  if (url?.origin !== base || url.pathname.startsWith("//")) return "/";
  if (/^\/(api|sign-in|set-up|join)(\/|$)/.test(url.pathname)) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}

/** How team names are compared: an agent's `team` and a team are one when these are. */
export const teamKey = (name: string): string => name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();

export const LONGEST_ABSENCE_MS = 366 * DAY;

/** Why a person cannot be absent so, or null. */
export function refusalToBeAbsent(
  { from, until, selfId, delegateId }: { from: Date; until: Date; selfId: string; delegateId: string | null },
  now: Date,
): { path: "from" | "until" | "delegateId"; message: string } | null {
  if (until <= from) return { path: "until", message: "The end must be later than the beginning." };
  if (until <= now) return { path: "until", message: "That time has passed." };
  if (until.getTime() - from.getTime() > LONGEST_ABSENCE_MS)
    return { path: "until", message: "At most a year. Somebody who stays away for longer hands their agents over." };
  if (selfId === delegateId) return { path: "delegateId", message: "Somebody else must stand in." };
  return null;
}
