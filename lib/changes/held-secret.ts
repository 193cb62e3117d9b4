/** A secret of an act that waits: sealed in the proposal, bound to its organisation, and never shown. */
import { derivedKey } from "@/lib/env";
import { seal, unseal } from "@/lib/identity/seal";
import { Refusal } from "@/lib/shared/errors";

const PURPOSE = "held-secret";

export const closeSecret = (orgId: string, secret: string): string =>
  Buffer.from(seal(derivedKey(PURPOSE), Buffer.from(secret), orgId)).toString("base64");

export function openSecret(orgId: string, sealed: string): string {
  try {
    return unseal(derivedKey(PURPOSE), Buffer.from(sealed, "base64"), orgId).toString();
  } catch (cause) {
    const message = "The secret of this change was sealed with another master key. Withdraw it and ask again.";
    throw new Refusal("unavailable", message, { cause });
  }
}

type Tree = { [name: string]: unknown };
/** The same with the text at this path put through `turn`, if there is one. */
export function turned(value: Tree, [name, ...rest]: readonly string[], turn: (text: string) => string): Tree {
  if (name === undefined) return value;
  const member = value[name];
  if (rest.length === 0) return typeof member === "string" ? { ...value, [name]: turn(member) } : value;
  const isTree = typeof member === "object" && member !== null && !Array.isArray(member);
  return isTree ? { ...value, [name]: turned(member as Tree, rest, turn) } : value;
}
