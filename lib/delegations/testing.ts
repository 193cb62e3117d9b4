/** For integration tests: an edge as two signatures make it. */
import type { Ctx } from "@/lib/db/ctx";
import { DataClass } from "@/lib/inventory/contract";
import { newId } from "@/lib/shared/ids";
import { OperationClass } from "@/sdk/wire/words";

type More = { operationClasses?: OperationClass[]; until?: Date };

export async function signedDelegation(ctx: Ctx, fromId: string, toId: string, more: More = {}): Promise<string> {
  const id = newId("delegation");
  await ctx.db.delegation.create({
    data: {
      id,
      orgId: ctx.orgId,
      fromId,
      toId,
      operationClasses: more.operationClasses ?? [...OperationClass.options],
      dataClasses: [...DataClass.options],
      until: more.until ?? new Date(Date.now() + 86_400_000),
      reason: "test",
      status: "signed",
      requestedByName: "test",
      requestedAt: new Date(),
      signedAt: new Date(),
    },
  });
  return id;
}
