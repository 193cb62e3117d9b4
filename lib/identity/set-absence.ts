import { command } from "@/lib/audit/command";
import { setAbsenceOp } from "./absence-contract";
import { selfOf } from "./absence-rows";
import { keepAbsence } from "./keep-absence";
import { lockPeople } from "./lock-people";

export const setAbsence = command(setAbsenceOp, async (tx, terms) => {
  const me = selfOf(tx);
  await lockPeople(tx);
  return keepAbsence(tx, me, terms);
});
