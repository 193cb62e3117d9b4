/** Whether single sign-on is required, and whose password is taken all the same: as it is proposed and carried out. */
import type { z } from "zod";
import type { Prepared } from "@/lib/changes/guard-change";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { lockPeople } from "@/lib/identity/lock-people";
import { adminsWithPassword } from "@/lib/identity/password-rule";
import { Refusal } from "@/lib/shared/errors";
import type { requireSignOnOp, SignOnStanding } from "./contract";
import { changedMeanwhile, lockSignOn, readStanding } from "./rows";

type Change = z.output<typeof requireSignOnOp.input>;

/** Passwords are refused only once an admin has come in without one, and while somebody can still come in with one. */
export async function prepareRequired(tx: TxCtx, change: Change): Promise<Prepared<SignOnStanding>> {
  const { version, required, breakGlass } = change;
  // Nobody who is named may be disabled while this is judged.
  await lockPeople(tx);
  const known = await lockSignOn(tx);
  if (!known) throw refused("There is no identity provider yet: set it up first.");
  if (known.version !== version) throw changedMeanwhile();
  const named = required ? [...new Set(breakGlass)] : [];
  if (required) await checkNamed(tx, named, known.provenAt);
  const before = { required: known.required, named: known.breakGlass };
  const after = { required, named };
  const title = "Single sign-on: whose password is taken";
  return {
    proposal: {
      kind: "signOn",
      subject: "required",
      title,
      base: { ...before, version },
      payload: change,
      texts: [{ title, before: JSON.stringify(before, null, 2), after: JSON.stringify(after, null, 2) }],
      weakenings: weakeningsOf("signOn", { before, after }),
    },
    act: async () => {
      const same = before.required === required && before.named.join() === named.join();
      if (same) return { result: await readStanding(tx), event: "repetition" };
      await tx.db.signOn.update({
        where: { orgId: tx.orgId },
        data: { required, breakGlass: named },
        select: { orgId: true },
      });
      return {
        result: await readStanding(tx),
        event: {
          action: required ? "signOn.required" : "signOn.notRequired",
          target: { kind: "signOn", id: tx.orgId, name: known.name },
          detail: { before: before.named, after: named },
        },
      };
    },
  };
}

async function checkNamed(tx: TxCtx, named: readonly string[], provenAt: Date | null): Promise<void> {
  if (!provenAt)
    throw refused("No admin has signed in through these settings since they were last changed. Do that first.");
  const able = new Set((await adminsWithPassword(tx)).map(({ id }) => id));
  if (named.length === 0 || !named.every((id) => able.has(id)))
    throw refused("Name at least one active admin who has a password: when the provider fails, nobody else comes in.");
}

const refused = (message: string) => new Refusal("conflict", message);
