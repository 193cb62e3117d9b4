/** Private to this folder: a runner speaks only for its own agents, and is a sandbox. */
import type { TxCtx } from "@/lib/db/ctx";
import type { Pep } from "@/lib/db/generated/client";
import { notFound, Refusal } from "@/lib/shared/errors";

export async function speaksFor({ db, orgId, actor }: TxCtx, agentId: string): Promise<Pep> {
  const pep = await db.pep.findUniqueOrThrow({ where: { id_orgId: { id: actor.id, orgId } } });
  if (pep.kind !== "sandbox")
    throw new Refusal("invalid_input", `Point ${pep.name} is of the kind ${pep.kind}: only a sandbox has profiles.`);
  const served = pep.agents.length === 0 || pep.agents.includes(agentId);
  const agent =
    served && (await db.agent.findUnique({ where: { id_orgId: { id: agentId, orgId } }, select: { id: true } }));
  if (!agent) throw notFound("agent");
  return pep;
}
