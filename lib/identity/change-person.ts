/** Changes a person's name, roles or standing, whoever asks for it: an admin, their groups, or the directory. */
import type { Step } from "@/lib/audit/command";
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import type { AuditAction } from "@/lib/shared/audit-actions";
import { Refusal } from "@/lib/shared/errors";
import type { Role } from "@/lib/shared/permissions";
import type { Person } from "./contract";
import { lockPeople } from "./lock-people";
import { passwordsBeside } from "./password-rule";
import { personRow, toPerson } from "./rows";
import { endsSessions, knownRoles, refusalToEdit, sameRoles } from "./rules";
import { noteTwoPersons } from "./two-persons";

export type PersonEdit = {
  id: string;
  name?: string | undefined;
  roles?: readonly Role[] | undefined;
  units?: readonly string[] | undefined;
  status?: Person["status"] | undefined;
};

export async function changePerson(tx: TxCtx, { id, name, roles, units, status }: PersonEdit): Promise<Step<Person>> {
  await lockPeople(tx);
  await noteTwoPersons(tx);
  const before = toPerson(await personRow(tx, id));
  const after = {
    name: name ?? before.name,
    roles: knownRoles(roles ?? before.roles),
    units: [...new Set(units ?? before.units)].sort(),
    status: status ?? before.status,
  };
  const refusal = refusalToEdit({
    self: tx.actor.kind === "user" && tx.actor.id === id,
    before,
    after,
    otherAdmins: await otherAdmins(tx, id),
    otherPasswords: await passwordsBeside(tx, id),
  });
  if (refusal) throw new Refusal("conflict", refusal);
  const events = eventsOf(before, after);
  const [first, ...rest] = events;
  if (!first) return { result: before, event: "repetition" };
  await tx.db.user.update({ where: { id_orgId: { id, orgId: tx.orgId } }, data: after, select: { id: true } });
  if (endsSessions(before, after)) await endAllSessions(tx, id);
  return { result: toPerson(await personRow(tx, id)), event: [first, ...rest] };
}

/** Demo people cannot sign in, so a demo admin is no reserve. */
const otherAdmins = (tx: TxCtx, id: string): Promise<number> =>
  tx.db.user.count({
    where: {
      orgId: tx.orgId,
      id: { not: id },
      status: "active",
      demo: false,
      roles: { has: "admin" },
      units: { isEmpty: true },
    },
  });

async function endAllSessions(tx: TxCtx, userId: string): Promise<void> {
  await tx.db.session.updateMany({
    where: { orgId: tx.orgId, userId, expiresAt: { gt: tx.now } },
    data: { expiresAt: tx.now },
  });
}

type Editable = Pick<Person, "name" | "roles" | "units" | "status">;

function eventsOf(before: Person, after: Editable): AuditEvent[] {
  const event = (action: AuditAction, detail: AuditEvent["detail"]): AuditEvent => ({
    action,
    target: { kind: "person", id: before.id, name: after.name },
    detail,
  });
  const events: AuditEvent[] = [];
  if (before.name !== after.name || !sameRoles(before.roles, after.roles) || !sameRoles(before.units, after.units)) {
    events.push(
      event("person.changed", {
        before: { name: before.name, roles: before.roles, units: before.units },
        after: { name: after.name, roles: after.roles, units: after.units },
      }),
    );
  }
  if (before.status !== after.status) {
    events.push(event(after.status === "disabled" ? "person.disabled" : "person.enabled", {}));
  }
  return events;
}
