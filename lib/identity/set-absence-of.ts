import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { setAbsenceOfOp } from "./absence-contract";
import { selfOf } from "./absence-rows";
import { invalid, keepAbsence } from "./keep-absence";
import { lockPeople } from "./lock-people";
import { personRow } from "./rows";

/** For somebody who fell ill and said nothing. Whoever says it gains no decision by it. */
export const setAbsenceOf = command(setAbsenceOfOp, async (tx, { id, ...terms }) => {
  await lockPeople(tx);
  const person = await personRow(tx, id);
  const me = selfOf(tx);
  if (person.status !== "active")
    throw new Refusal(
      "conflict",
      `${person.name} is disabled and decides nothing, so there is nothing to stand in for.`,
    );
  if (terms.delegateId === me.id && person.id !== me.id)
    throw invalid(
      "delegateId",
      "You cannot put yourself in somebody's place. Choose somebody else, or ask another admin.",
    );
  return keepAbsence(tx, person, terms);
});
