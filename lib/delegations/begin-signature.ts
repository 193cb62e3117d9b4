import { command } from "@/lib/audit/command";
import { askPasskey } from "@/lib/identity/ask-passkey";
import { beginSignatureOp } from "./contract";
import { readyToSign } from "./ready-to-sign";

/** Nothing is decided yet; what is recorded is the signature that comes of it, or its refusal. */
export const beginSignature = command(beginSignatureOp, async (tx, { id, digest }) => {
  const { row } = await readyToSign(tx, id, digest);
  return { result: await askPasskey(tx, "delegate", { delegation: row.id, digest }), event: "repetition" };
});
