import { guardedCommand } from "@/lib/changes/guarded-command";
import { changePerson } from "@/lib/identity/change-person";
import { editPersonOp } from "@/lib/identity/contract";
import { readPerson } from "@/lib/identity/read-person";
import { judgePerson } from "./judge-person";

/** Taking roles away and disabling somebody stay one admin's act. */
export const editPerson = guardedCommand(
  editPersonOp,
  {
    judge: async (tx, { id, roles, units, status }) => {
      const person = await readPerson(tx, id);
      const of = (one: Pick<typeof person, "roles" | "units" | "status">) => ({
        roles: one.status === "active" ? one.roles : [],
        units: one.units,
      });
      const after = { roles: roles ?? person.roles, units: units ?? person.units, status: status ?? person.status };
      const { name } = person;
      return judgePerson({ subject: id, name, title: `Roles of ${name}` }, of(person), of(after));
    },
  },
  (tx, { reason: _, ...edit }) => changePerson(tx, edit),
);
