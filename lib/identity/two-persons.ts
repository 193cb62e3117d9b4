/** Whether a change that weakens enforcement takes a second person here. */
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { can, Role } from "@/lib/shared/permissions";

export type Confirmer = { id: string; name: string };

/** People who may confirm such a change. Demo people cannot sign in, so they are nobody's second person. */
export async function confirmersOf(ctx: Ctx): Promise<Confirmer[]> {
  const people = await ctx.db.user.findMany({
    where: { orgId: ctx.orgId, status: "active", demo: false, units: { isEmpty: true } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { id: true, name: true, roles: true },
  });
  return people
    .filter(({ roles }) =>
      can(
        roles.flatMap((role) => Role.safeParse(role).data ?? []),
        "change:decide",
      ),
    )
    .map(({ id, name }) => ({ id, name }));
}

/** True from the moment that a second such person was here. */
export async function takesTwo(ctx: Ctx): Promise<boolean> {
  const { twoPersonSince } = await ctx.db.organisation.findUniqueOrThrow({
    where: { id: ctx.orgId },
    select: { twoPersonSince: true },
  });
  return twoPersonSince !== null || (await confirmersOf(ctx)).length > 1;
}

/** Kept for good, so that nobody sheds the second person by disabling everybody else: called before people change. */
export async function noteTwoPersons(tx: TxCtx): Promise<boolean> {
  const binds = await takesTwo(tx);
  if (binds)
    await tx.db.organisation.updateMany({
      where: { id: tx.orgId, twoPersonSince: null },
      data: { twoPersonSince: tx.now },
    });
  return binds;
}
