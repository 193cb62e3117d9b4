/** An organisation for integration tests: one person of each role, and a context for each of them. */

import { type Db, database } from "@/lib/db/client";
import { type Ctx, contextFor, systemContext, transaction } from "@/lib/db/ctx";
import { newId } from "@/lib/shared/ids";
import { PersonRole } from "@/lib/shared/permissions";
import { createOrganisation } from "./create-organisation";

type TestPerson = { id: string; name: string; email: string };
export type TestOrg = {
  orgId: string;
  /** Nobody has a password or a session: they act through their contexts. */
  users: Record<PersonRole, TestPerson>;
  as: (role: PersonRole) => Ctx;
  /** The admin's context. */
  ctx: Ctx;
  system: Ctx;
};

export async function testOrg(db: Db = database(), name = "Test organisation"): Promise<TestOrg> {
  const { orgId, users } = await transaction(systemContext("", "test", db), async (tx) => {
    const { id: orgId } = await createOrganisation(tx, { name });
    const people = PersonRole.options.map((role) => {
      const id = newId("user", tx.now.getTime());
      return { id, orgId, name: `The ${role}`, email: `${role}.${id}@example.test`, roles: [role], createdAt: tx.now };
    });
    await tx.db.user.createMany({ data: people });
    const users = Object.fromEntries(
      people.map(({ id, name, email, roles }) => [roles[0], { id, name, email }]),
    ) as Record<PersonRole, TestPerson>;
    return { orgId, users };
  });
  const as = (role: PersonRole): Ctx =>
    contextFor(
      { kind: "user", id: users[role].id, name: users[role].name, roles: [role], sessionId: null },
      orgId,
      newId("request"),
      db,
    );
  return { orgId, users, as, ctx: as("admin"), system: systemContext(orgId, "test", db) };
}
