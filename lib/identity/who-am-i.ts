import { type Ctx, rolesOf } from "@/lib/db/ctx";

/** Who is signed in, as the shell shows it. */
export async function whoAmI(ctx: Ctx): Promise<{ name: string; email: string; roles: string[] }> {
  const row = await ctx.db.user.findUnique({
    where: { id_orgId: { id: ctx.actor.id, orgId: ctx.orgId } },
    select: { email: true },
  });
  return { name: ctx.actor.name, email: row?.email ?? "", roles: [...rolesOf(ctx.actor)] };
}
