import { command } from "@/lib/audit/command";
import { askPasskey } from "@/lib/identity/ask-passkey";
import { beginConfirmationOp } from "./contract";
import { readyToConfirm } from "./ready-to-confirm";

/** Nothing is decided yet. Without a passkey there is no way past this. */
export const beginConfirmation = command(beginConfirmationOp, async (tx, { id, digest }) => {
  const { row } = await readyToConfirm(tx, id, digest);
  return { result: await askPasskey(tx, "confirmChange", { change: row.id, digest }), event: "repetition" };
});
