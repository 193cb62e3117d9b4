/** The facts and the owner of an agent that was known by its calls alone. */
import type { z } from "zod";
import type { Step } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import type { Agent, registerAgentOp } from "./contract";
import { refuseRegistration } from "./register-agent";
import { loadAgent, refusingTaken } from "./rows";
import { distinctTags } from "./rules";

/** Said where its state is shown. */
const CONFIRMED = "It was seen in telemetry and is registered now. Points refuse it until it is released.";

/**
 * It was stopped when it was found and stays so: its release is an act of its own, of two people. So nothing is let through here, as
 * nothing is by registering.
 */
export async function registerDiscovered(
  ctx: TxCtx,
  id: string,
  input: z.output<typeof registerAgentOp.input>,
): Promise<Step<Agent>> {
  await refuseRegistration(ctx, input);
  const facts = { ...input, dataClasses: [...new Set(input.dataClasses)], tags: distinctTags(input.tags) };
  const { count } = await refusingTaken(
    ctx.db.agent.updateMany({
      where: { id, orgId: ctx.orgId, knownBy: "telemetry", status: "suspended", ownerId: null },
      data: { ...facts, statusReason: CONFIRMED, version: { increment: 1 }, updatedAt: ctx.now },
    }),
    `There is an agent named ${input.name} already. Choose another name.`,
  );
  if (count === 0)
    throw new Refusal(
      "conflict",
      "Somebody has given it an owner, released or retired it. Nothing was changed: look at it again.",
    );
  return {
    result: await loadAgent(ctx, id),
    event: { action: "agent.registered", target: { kind: "agent", id, name: input.name }, detail: facts },
  };
}
