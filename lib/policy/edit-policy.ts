import { command } from "@/lib/audit/command";
import type { AuditAction } from "@/lib/shared/audit-actions";
import { Refusal } from "@/lib/shared/errors";
import { sha256 } from "@/sdk/canonical";
import { editPolicyOp } from "./contract";
import { validOrRefused, versionData } from "./create-policy";
import { refuseIfOwned } from "./owned-by-repository";
import { readPolicy } from "./rows";

export const editPolicy = command(editPolicyOp, async (ctx, input) => {
  const before = await readPolicy(ctx, input.id);
  refuseIfOwned(before);
  const textChanged = input.text !== undefined && input.text !== before.current.text;
  const next = textChanged ? before.current.version + 1 : before.current.version;
  const { count } = await ctx.db.policy.updateMany({
    where: { id: input.id, orgId: ctx.orgId, version: input.version },
    data: { version: next, title: input.title, status: input.status, updatedAt: ctx.now },
  });
  if (count === 0) {
    throw new Refusal(
      "conflict",
      `The policy is at version ${before.current.version} by now, and you changed version ${input.version}. Look at the newer one first; your text was not kept here.`,
    );
  }
  if (textChanged && input.text !== undefined) {
    const parsed = await validOrRefused(ctx, input.text);
    await ctx.db.policyVersion.create({ data: versionData(ctx, input.id, next, input.text, parsed) });
  }
  const after = await readPolicy(ctx, input.id);
  const action: AuditAction =
    input.status && input.status !== before.status
      ? input.status === "active"
        ? "policy.enabled"
        : "policy.disabled"
      : "policy.edited";
  return {
    result: after,
    event: {
      action,
      target: { kind: "policy", id: input.id, name: after.slug },
      detail: { from: before.current.version, to: next, status: after.status, textDigest: sha256(after.current.text) },
    },
  };
});
