import { command } from "@/lib/audit/command";
import { askPasskey } from "@/lib/identity/ask-passkey";
import { beginBreakGlassOp } from "./glass-contract";
import { readyToBreak } from "./ready-to-break";

/** Nothing is decided yet. Without a passkey there is no way past this: nobody breaks the glass on the strength of a session. */
export const beginBreakGlass = command(beginBreakGlassOp, async (tx, { id, digest }) => {
  const { row } = await readyToBreak(tx, id, digest);
  return { result: await askPasskey(tx, "breakGlass", { checkpoint: row.id, digest }), event: "repetition" };
});
