/** The demo's own administrator: demo data is made by a demo person through the verbs that everybody uses. */
import { type Ctx, contextFor } from "@/lib/db/ctx";
import { notFound } from "@/lib/shared/errors";

export const demoEmail = (key: string, orgId: string): string => `${key}.${orgId.slice(-8)}@demo.invalid`;

/** `base` lends organisation, connection and, inside a command, the transaction. */
export async function demoAdmin<Base extends Ctx>(base: Base): Promise<Base> {
  const row = await base.db.user.findFirst({ where: { orgId: base.orgId, demo: true, roles: { has: "admin" } } });
  if (!row) throw notFound("demo company");
  return {
    ...base,
    actor: contextFor(
      { kind: "user", id: row.id, name: `${row.name} (demo)`, roles: ["admin", "security"], sessionId: null },
      base.orgId,
    ).actor,
  };
}
