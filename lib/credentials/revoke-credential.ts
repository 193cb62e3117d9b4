import { command } from "@/lib/audit/command";
import { revokeCredentialOp } from "./contract";
import { endCredential } from "./end-credential";
import { loadCredential } from "./rows";
import { tellSharing } from "./whose";

/** Where it was issued it is revoked by people; here it is recorded who says so, and by what it shows. */
export const revokeCredential = command(revokeCredentialOp, async (ctx, { id, proof }) => {
  const { before, target } = await endCredential(ctx, revokeCredentialOp.id, { id, how: "revoked", proof });
  await tellSharing(ctx, before.fingerprint);
  const { name, system, fingerprint } = before;
  return {
    result: await loadCredential(ctx, id, ctx.now),
    event: { action: "credential.revoked", target, detail: { credential: id, name, system, fingerprint, proof } },
  };
});
