/** Decisions about who somebody is and what their groups give: pure, and refusing whatever is not plain. */
import { PersonRole, type Role } from "@/lib/shared/permissions";
import type { GroupRole } from "./contract";

export type Address = {
  /** As the provider wrote it, with the domain in lower case: what an account here must equal letter by letter. */
  exact: string;
  /** Wholly in lower case: what a new account would be called. */
  lower: string;
  domain: string;
};

/** Printable ASCII alone: a letter that only looks like another cannot be in it. Null for everything else. */
export function addressOf(claim: unknown): Address | null {
  if (typeof claim !== "string" || claim.length > 254) return null;
  const [, local, domain] = /^([\x21-\x3f\x41-\x7e]{1,64})@([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)$/i.exec(claim) ?? [];
  if (local === undefined || domain === undefined || !domain.includes(".")) return null;
  const exact = `${local}@${domain.toLowerCase()}`;
  return { exact, lower: exact.toLowerCase(), domain: domain.toLowerCase() };
}

/** Only `true` says so; some providers write it as text. */
export const isVerified = (claim: unknown): boolean => claim === true || claim === "true";

const MOST_GROUPS = 2_000;

/**
 * The groups that a claim names. Absent is none; "too many" is where the provider says that it left them out, or more than
 * can be meant: those must not look like a person who was taken out of all groups.
 */
export function groupsOf(claims: Record<string, unknown>, claim: string): string[] | "too many" {
  const left = claims._claim_names;
  if (typeof left === "object" && left !== null && Object.hasOwn(left, claim)) return "too many";
  const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  const list = typeof value === "string" ? [value] : Array.isArray(value) ? value : [];
  if (list.length > MOST_GROUPS) return "too many";
  return [...new Set(list.filter((one): one is string => typeof one === "string" && one.length <= 256))];
}

/** A group that a directory keeps here, under every name that a line of the mapping may mean it by. */
export type DirectoryGroup = { names: readonly string[]; member: boolean };

/** Of a group that the directory keeps here, its word alone counts, being the newer; the provider's counts for all others. */
export function groupsInForce(directory: readonly DirectoryGroup[], claimed: readonly string[]): string[] {
  const kept = new Set(directory.flatMap(({ names }) => names));
  const isIn = directory.filter(({ member }) => member).flatMap(({ names }) => names);
  return [...new Set([...isIn, ...claimed.filter((group) => !kept.has(group))])];
}

/** Roles that no group rules stay; those that groups rule are had by whoever is in such a group. */
export function rolesByGroups(
  current: readonly Role[],
  mapping: readonly GroupRole[],
  groups: readonly string[],
): PersonRole[] {
  const ruled = new Set<Role>(mapping.map(({ role }) => role));
  const given = new Set<Role>(mapping.filter(({ group }) => groups.includes(group)).map(({ role }) => role));
  return PersonRole.options.filter((role) => (ruled.has(role) ? given.has(role) : current.includes(role)));
}

const FALLBACK_NAME = "Unnamed";

/** What to call somebody, in one line. */
export function nameOf(claims: Record<string, unknown>, address: Address): string {
  const parts = [claims.name, [claims.given_name, claims.family_name].filter(Boolean).join(" "), address.exact];
  for (const part of parts) {
    if (typeof part !== "string") continue;
    const plain = part
      .replace(/[\p{Cc}\s]+/gu, " ")
      .trim()
      .slice(0, 120)
      .trim();
    if (plain !== "" && plain.isWellFormed()) return plain;
  }
  return FALLBACK_NAME;
}
