import { command } from "@/lib/audit/command";
import { notFound, Refusal } from "@/lib/shared/errors";
import { controlOf, readFramework } from "./catalogue";
import { assignControlOp } from "./contract";
import { viewControl } from "./get-control";

export const assignControl = command(assignControlOp, async (tx, { framework: id, control: key, ownerId }) => {
  const { db, orgId } = tx;
  const framework = await readFramework(tx, id);
  const control = controlOf(framework, key);
  const place = { orgId_framework_control: { orgId, framework: id, control: key } };
  const before = await db.controlOwner.findUnique({ where: place, select: { ownerId: true } });
  if (ownerId === null) await db.controlOwner.deleteMany({ where: { orgId, framework: id, control: key } });
  else {
    const person = await db.user.findUnique({ where: { id_orgId: { id: ownerId, orgId } }, select: { status: true } });
    if (!person) throw notFound("person");
    if (person.status !== "active")
      throw new Refusal("conflict", "This person is not active, and can answer for nothing.");
    const change = { ownerId, changedByName: tx.actor.name, changedAt: tx.now };
    await db.controlOwner.upsert({
      where: place,
      create: { orgId, framework: id, control: key, ...change },
      update: change,
      select: { ownerId: true },
    });
  }
  return {
    result: (ctx) => viewControl(ctx, id, key),
    event:
      (before?.ownerId ?? null) === ownerId
        ? "repetition"
        : {
            action: "control.assigned",
            target: { kind: "control", id: `${id}/${key}`, name: `${framework.title} ${control.id}` },
            detail: { from: before?.ownerId ?? null, to: ownerId },
          },
  };
});
