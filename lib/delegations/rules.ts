/** Who signs a delegation, and for which side. Pure. */
import type { Role } from "@/lib/shared/permissions";
import type { RiskTier } from "@/sdk/wire/words";
import type { Side } from "./contract";

/** An active person of the organisation. */
export type Signer = { id: string; name: string; roles: readonly Role[] };
export type Owned = { ownerId: string | null; backupOwnerId: string | null; riskTier: RiskTier };
export type Candidates = Record<Side, readonly Signer[]>;
export type Signed = { side: Side; userId: string };

export const SIDES: readonly Side[] = ["from", "to"];
export const otherSide = (side: Side): Side => (side === "from" ? "to" : "from");

const isOperator = ({ roles }: Signer): boolean => roles.includes("admin") || roles.includes("security");

/**
 * An agent's owners sign for it. Admins and security do where it has none that is still here, and where both agents have
 * only the same one: two different people sign, or nobody does.
 */
export function candidatesOf(from: Owned, to: Owned, people: readonly Signer[]): Candidates {
  const ownersOf = ({ ownerId, backupOwnerId }: Owned) =>
    people.filter(({ id }) => id === ownerId || id === backupOwnerId);
  const owners = { from: ownersOf(from), to: ownersOf(to) };
  const operators = people.filter(isOperator);
  const all = new Set([...owners.from, ...owners.to].map(({ id }) => id));
  const onlyOne = owners.from.length > 0 && owners.to.length > 0 && all.size === 1;
  const forSide = (side: Side): readonly Signer[] => {
    if (owners[side].length === 0) return operators;
    return onlyOne ? [...owners[side], ...operators.filter(({ id }) => !all.has(id))] : owners[side];
  };
  return { from: forSide("from"), to: forSide("to") };
}

export const needsPasskey = (from: Owned, to: Owned): boolean =>
  [from, to].some(({ riskTier }) => riskTier === "high" || riskTier === "critical");

export type Turn = { side: Side; why: null } | { side: null; why: string };

/** The side for which a person can sign now. Of both, the one that leaves somebody for the other. */
export function turnOf(person: Signer | null, candidates: Candidates, signatures: readonly Signed[]): Turn {
  if (!person) return { side: null, why: "Only people sign a delegation off: sign in to the console." };
  if (signatures.some(({ userId }) => userId === person.id)) {
    return { side: null, why: "You have signed it already; it waits for somebody else." };
  }
  const has = (side: Side): boolean => candidates[side].some(({ id }) => id === person.id);
  const open = SIDES.filter((side) => !signatures.some((one) => one.side === side));
  const fitting = open.filter(has);
  const leavesSomebody = (side: Side): boolean =>
    !open.includes(otherSide(side)) || candidates[otherSide(side)].some(({ id }) => id !== person.id);
  const side = fitting.find(leavesSomebody) ?? fitting[0];
  if (side) return { side, why: null };
  return { side: null, why: "This waits for the owners of the two agents, and you are not one that could still sign." };
}

/** Signatures of people who could still give them today. */
export const standing = (signatures: readonly Signed[], candidates: Candidates): Signed[] =>
  signatures.filter(({ side, userId }) => candidates[side].some(({ id }) => id === userId));
