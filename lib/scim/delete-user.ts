import { command } from "@/lib/audit/command";
import { changePerson } from "@/lib/identity/change-person";
import { deleteUserOp } from "./contract";
import { userRow } from "./rows";

/** Nobody is erased: what somebody decided stays theirs. A person who is disabled already is one repeated. */
export const deleteUser = command(deleteUserOp, async (tx, { id }) => {
  await userRow(tx, id);
  const { event } = await changePerson(tx, { id, status: "disabled" });
  return { result: {}, event };
});
