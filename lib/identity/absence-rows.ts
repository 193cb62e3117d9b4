/** Private to this folder: absences as the contract shows them. */
import type { Ctx } from "@/lib/db/ctx";
import type { Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import type { Absence } from "./absence-contract";

export function selfOf({ actor }: Ctx): { id: string; name: string } {
  if (actor.kind === "user") return actor;
  throw new Refusal("forbidden", "Absences belong to people: sign in to the console in a browser.");
}

const person = { select: { id: true, name: true, status: true } } as const;
export const withPeople = { user: person, delegate: person } satisfies Prisma.AbsenceInclude;
type Row = Prisma.AbsenceGetPayload<{ include: typeof withPeople }>;

export const toAbsence = (row: Row, now: Date): Absence => ({
  person: { id: row.user.id, name: row.user.name },
  from: row.from.toISOString(),
  until: row.until.toISOString(),
  delegate: row.delegate && {
    id: row.delegate.id,
    name: row.delegate.name,
    active: row.delegate.status === "active",
  },
  now: row.from <= now && now < row.until,
});
