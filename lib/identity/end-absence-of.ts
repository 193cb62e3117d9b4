import { command } from "@/lib/audit/command";
import { endAbsenceOfOp } from "./absence-contract";
import { selfOf } from "./absence-rows";
import { dropAbsence } from "./keep-absence";
import { lockPeople, personRow } from "./rows";

export const endAbsenceOf = command(endAbsenceOfOp, async (tx, { id }) => {
  selfOf(tx);
  await lockPeople(tx);
  const event = await dropAbsence(tx, await personRow(tx, id));
  return { result: { ended: event !== null }, event: event ?? "repetition" };
});
