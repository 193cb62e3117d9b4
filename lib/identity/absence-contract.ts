/** Absences: when a person does not decide, and who stands in. Said by the person, or by an admin for somebody who cannot. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";

export const Absence = z.object({
  person: z.object({ id: z.string(), name: z.string() }),
  from: Instant,
  until: Instant,
  /** Null: nobody stands in, and the person's duties wait. */
  delegate: z.object({ id: z.string(), name: z.string(), active: z.boolean() }).nullable(),
  /** It is in force now, by the database's clock. */
  now: z.boolean(),
});
export type Absence = z.infer<typeof Absence>;

export const listAbsencesOp = operation({
  id: "identity.listAbsences",
  http: "GET /v1/absences",
  permission: "person:read",
  summary: "List who is or will be away, and who stands in for them",
  input: Nothing,
  output: z.object({ items: z.array(Absence) }),
});

const terms = { from: Instant, until: Instant, delegateId: idOf("user").nullable() };

export const setAbsenceOp = operation({
  id: "identity.setAbsence",
  http: "PUT /v1/absence",
  permission: "absence:own",
  summary: "Say when you are away and who decides in your place; it replaces what you said before",
  input: z.strictObject(terms),
  output: Absence,
});

export const endAbsenceOp = operation({
  id: "identity.endAbsence",
  http: "DELETE /v1/absence",
  permission: "absence:own",
  summary: "Be back, or take a planned absence back: you decide again from now on",
  input: Nothing,
  output: z.object({ ended: z.boolean() }),
});

export const setAbsenceOfOp = operation({
  id: "identity.setAbsenceOf",
  http: "PUT /v1/people/{id}/absence",
  permission: "absence:others",
  summary: "Say when somebody else is away and who decides in their place; it replaces what was said before",
  input: z.strictObject({ id: idOf("user"), ...terms }),
  output: Absence,
  errors: ["conflict"],
});

export const endAbsenceOfOp = operation({
  id: "identity.endAbsenceOf",
  http: "DELETE /v1/people/{id}/absence",
  permission: "absence:others",
  summary: "End somebody else's absence: they decide again from now on",
  input: z.strictObject({ id: idOf("user") }),
  output: z.object({ ended: z.boolean() }),
});
