/** What client components may know of who looks: enough to leave out buttons that the server would refuse anyway. */
import { type Ctx, rolesOf } from "@/lib/db/ctx";
import { Role } from "@/lib/shared/permissions";

export type Viewer = { id: string; roles: Role[] };

export function viewerOf(ctx: Ctx): Viewer {
  return {
    id: ctx.actor.id,
    roles: rolesOf(ctx.actor).flatMap((role) => {
      const known = Role.safeParse(role);
      return known.success ? [known.data] : [];
    }),
  };
}
