/** Whose password is taken: everybody's, or only that of a few named admins where single sign-on is required. */
import type { Db } from "@/lib/db/client";
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { isOutsider } from "./rules";

/** Admins who have a password and could sign in with it now: whom an organisation may name for when its provider fails. */
export const adminsWithPassword = (ctx: Ctx) =>
  ctx.db.user.findMany({
    where: {
      orgId: ctx.orgId,
      status: "active",
      demo: false,
      roles: { has: "admin" },
      units: { isEmpty: true },
      passwordHash: { not: null },
    },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { id: true, name: true, email: true },
  });

/** How many of the named admins would be left without this one; null where this one is none of them. */
export async function passwordsBeside(tx: TxCtx, id: string): Promise<number | null> {
  const signOn = await tx.db.signOn.findUnique({ where: { orgId: tx.orgId } });
  if (!signOn?.required || !signOn.breakGlass.includes(id)) return null;
  const able = await adminsWithPassword(tx);
  return able.filter((person) => person.id !== id && signOn.breakGlass.includes(person.id)).length;
}

/** Auditors from outside are nobody's to the organisation's own provider, so they have no other way in. */
export async function passwordTaken(
  db: Db,
  account: { id: string; orgId: string; roles: readonly string[] },
): Promise<boolean> {
  if (isOutsider(account.roles)) return true;
  const signOn = await db.signOn.findUnique({
    where: { orgId: account.orgId },
    select: { required: true, breakGlass: true },
  });
  return !signOn?.required || signOn.breakGlass.includes(account.id);
}

/** True where any organisation here requires it: the sentence of a refused password is then another, for every cause. */
export const signOnIsRequired = async (db: Db): Promise<boolean> =>
  (await db.signOn.count({ where: { required: true } })) > 0;
