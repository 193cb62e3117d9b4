import { command } from "@/lib/audit/command";
import { patchUserOp } from "./contract";
import { keepUser } from "./keep-user";
import { patched } from "./rules";

export const patchUser = command(patchUserOp, (tx, { id, Operations }) =>
  keepUser(tx, id, (said) => patched(said, Operations)),
);
