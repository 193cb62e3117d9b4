/** Who attests, and what an answer has to hold. Pure, browser-safe. */
import type { Editor } from "@/lib/inventory/rules";

type Owners = { ownerId: string | null; backupOwnerId: string | null };
export type Part = "owner" | "backupOwner" | "operator";

/** As what somebody answers for an agent, or null where it is not theirs to attest. */
export function partOf({ personId, roles }: Editor, agent: Owners): Part | null {
  if (personId === null) return null;
  if (agent.ownerId === personId) return "owner";
  if (agent.backupOwnerId === personId) return "backupOwner";
  return roles.includes("admin") || roles.includes("security") ? "operator" : null;
}

export type Said = { needed: boolean; mine: boolean; scopeRight: boolean; note: string; newOwnerId: string | null };

/** What is missing in an answer, by its field; empty where it can be taken. */
export function problemsOf({ needed, mine, scopeRight, note, newOwnerId }: Said): { path: string; message: string }[] {
  const contested = !(needed && mine && scopeRight);
  const problems: { path: string; message: string }[] = [];
  if (contested && note === "") {
    problems.push({ path: "note", message: "Say why, so that whoever follows it up knows what to do." });
  }
  if (mine && newOwnerId !== null) {
    problems.push({ path: "newOwnerId", message: "Somebody else is named only where it is not yours." });
  }
  return problems;
}

export const isConfirmed = ({ needed, mine, scopeRight }: Pick<Said, "needed" | "mine" | "scopeRight">): boolean =>
  needed && mine && scopeRight;
