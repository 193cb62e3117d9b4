import { command } from "@/lib/audit/command";
import { endAbsenceOfOp } from "./absence-contract";
import { selfOf } from "./absence-rows";
import { dropAbsence } from "./keep-absence";
import { lockPeople } from "./lock-people";
import { personRow } from "./rows";

export const endAbsenceOf = command(endAbsenceOfOp, async (tx, { id }) => {
  await lockPeople(tx);
  const person = await personRow(tx, id);
  selfOf(tx);
  const event = await dropAbsence(tx, person);
  return { result: { ended: event !== null }, event: event ?? "repetition" };
});
