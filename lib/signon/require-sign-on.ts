import { command } from "@/lib/audit/command";
import { lockPeople } from "@/lib/identity/lock-people";
import { adminsWithPassword } from "@/lib/identity/password-rule";
import { Refusal } from "@/lib/shared/errors";
import { requireSignOnOp } from "./contract";
import { changedMeanwhile, lockSignOn, readStanding } from "./rows";

/** Passwords are refused only once an admin has come in without one, and while somebody can still come in with one. */
export const requireSignOn = command(requireSignOnOp, async (tx, { version, required, breakGlass }) => {
  // Nobody who is named may be disabled while this is judged.
  await lockPeople(tx);
  const known = await lockSignOn(tx);
  if (!known) throw refused("There is no identity provider yet: set it up first.");
  if (known.version !== version) throw changedMeanwhile();
  const named = [...new Set(breakGlass)];
  if (required) {
    if (!known.provenAt)
      throw refused("No admin has signed in through these settings since they were last changed. Do that first.");
    const able = new Set((await adminsWithPassword(tx)).map(({ id }) => id));
    if (named.length === 0 || !named.every((id) => able.has(id)))
      throw refused(
        "Name at least one active admin who has a password: when the provider fails, nobody else comes in.",
      );
  }
  const after = required ? named : [];
  if (known.required === required && known.breakGlass.join() === after.join()) {
    return { result: readStanding, event: "repetition" };
  }
  await tx.db.signOn.update({
    where: { orgId: tx.orgId },
    data: { required, breakGlass: after },
    select: { orgId: true },
  });
  return {
    result: readStanding,
    event: {
      action: required ? "signOn.required" : "signOn.notRequired",
      target: { kind: "signOn", id: tx.orgId, name: known.name },
      detail: { before: known.breakGlass, after },
    },
  };
});

const refused = (message: string) => new Refusal("conflict", message);
