import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { builtIn, readFramework } from "./catalogue";
import { removeFrameworkOp } from "./contract";

/** Packs that were built with it stay: they hold all that they say themselves. */
export const removeFramework = command(removeFrameworkOp, async (tx, { framework: id }) => {
  const { db, orgId } = tx;
  const { title } = await readFramework(tx, id);
  if (builtIn.some((one) => one.id === id))
    throw new Refusal("conflict", "This framework comes with the product and cannot be removed.");
  const building = { orgId, framework: id, status: { in: ["waiting", "running"] } };
  if ((await db.auditPack.count({ where: building })) > 0)
    throw new Refusal("conflict", "A pack of this framework is being built. Wait for it, or cancel it.");
  await db.customFramework.deleteMany({ where: { orgId, id } });
  await db.controlOwner.deleteMany({ where: { orgId, framework: id } });
  return {
    result: { removed: id },
    event: { action: "framework.removed", target: { kind: "framework", id, name: title }, detail: {} },
  };
});
