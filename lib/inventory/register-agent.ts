import type { z } from "zod";
import { command, RecordedRefusal } from "@/lib/audit/command";
import type { Ctx } from "@/lib/db/ctx";
import { newId } from "@/lib/shared/ids";
import { checkOwners, editorOf, refuseOutsideUnit } from "./agent-owners";
import { registerAgentOp } from "./contract";
import { loadAgent, refusingTaken } from "./rows";
import { distinctTags, refusalToRegister } from "./rules";

export const registerAgent = command(registerAgentOp, async (ctx, input) => {
  await refuseRegistration(ctx, input);
  const id = newId("agent", ctx.now.getTime());
  const facts = { ...input, dataClasses: [...new Set(input.dataClasses)], tags: distinctTags(input.tags) };
  await refusingTaken(
    ctx.db.agent.create({
      data: { id, orgId: ctx.orgId, ...facts, createdAt: ctx.now, updatedAt: ctx.now },
      select: { id: true },
    }),
    `There is an agent named ${input.name} already. Choose another name.`,
  );
  return {
    result: await loadAgent(ctx, id),
    event: { action: "agent.registered", target: { kind: "agent", id, name: input.name }, detail: facts },
  };
});

/** Whoever may not register this, and owners that cannot be any. */
export async function refuseRegistration(ctx: Ctx, input: z.output<typeof registerAgentOp.input>): Promise<void> {
  const refusal = refusalToRegister(editorOf(ctx), input.ownerId);
  if (refusal) {
    const target = { kind: "operation", id: registerAgentOp.id, name: registerAgentOp.summary } as const;
    const detail = { reason: refusal, agent: input.name };
    throw new RecordedRefusal("forbidden", refusal, { action: "access.refused", target, detail });
  }
  refuseOutsideUnit(ctx, input.team);
  await checkOwners(ctx, input);
}
