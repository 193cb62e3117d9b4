/** Private to this folder: who edits, and whom agents may name as their owners. */
import { type Ctx, rolesOf } from "@/lib/db/ctx";
import { unitOf } from "@/lib/db/unit";
import { teamKey } from "@/lib/identity/rules";
import { Refusal } from "@/lib/shared/errors";
import { Role } from "@/lib/shared/permissions";
import type { Editor } from "./rules";

export const editorOf = ({ actor }: Ctx): Editor => ({
  personId: actor.kind === "user" ? actor.id : null,
  roles: rolesOf(actor).flatMap((role) => Role.safeParse(role).data ?? []),
});

/** Whoever is limited to some teams neither registers agents elsewhere nor moves them there. */
export function refuseOutsideUnit(ctx: Ctx, team: string): void {
  const unit = unitOf(ctx);
  if (unit === null || unit.some((one) => teamKey(one) === teamKey(team))) return;
  throw refusal("team", "Your roles are limited to some teams, and this is none of them.");
}

type Owners = { ownerId: string | null; backupOwnerId: string | null };

/** Refuses owners that are not two different, active people of this organisation; `known` were accepted before. */
export async function checkOwners(ctx: Ctx, owners: Owners, known?: Owners): Promise<void> {
  if (owners.ownerId !== null && owners.ownerId === owners.backupOwnerId) {
    throw refusal("backupOwnerId", "The backup owner must be somebody other than the owner.");
  }
  for (const path of ["ownerId", "backupOwnerId"] as const) {
    const id = owners[path];
    if (id === null || id === known?.[path]) continue;
    const person = await ctx.db.user.findUnique({
      where: { id_orgId: { id, orgId: ctx.orgId } },
      select: { status: true },
    });
    if (person?.status !== "active") throw refusal(path, "An owner must be an active person of this organisation.");
  }
}

const refusal = (path: string, message: string) =>
  new Refusal("invalid_input", message, { invalidParams: [{ path, message }] });
