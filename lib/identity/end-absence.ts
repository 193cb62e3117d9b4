import { command } from "@/lib/audit/command";
import { endAbsenceOp } from "./absence-contract";
import { selfOf } from "./absence-rows";
import { dropAbsence } from "./keep-absence";

export const endAbsence = command(endAbsenceOp, async (tx) => {
  const event = await dropAbsence(tx, selfOf(tx));
  return { result: { ended: event !== null }, event: event ?? "repetition" };
});
