import { command } from "@/lib/audit/command";
import { replaceUserOp } from "./contract";
import { keepUser } from "./keep-user";

export const replaceUser = command(replaceUserOp, (tx, { id, ...user }) => keepUser(tx, id, () => user));
