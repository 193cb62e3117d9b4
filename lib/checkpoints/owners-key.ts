/** Who answers for the agents on whose word a call is made, as one text: kept with a request, so that a change is seen. */
import type { Ctx } from "@/lib/db/ctx";
import { principalsOf } from "@/sdk/revoked";
import type { Action } from "@/sdk/wire/action";

type Principals = Pick<Action, "agent" | "chain">;

/** The text for each of these actions, by one look at their agents. */
export async function ownersKeys(ctx: Ctx, actions: readonly Principals[]): Promise<(action: Principals) => string> {
  const idsOf = ({ agent, chain }: Principals) => principalsOf({ agentId: agent, chain });
  const rows = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, id: { in: [...new Set(actions.flatMap(idsOf))] } },
    select: { id: true, ownerId: true, backupOwnerId: true },
  });
  const owners = new Map(
    rows.map(({ id, ownerId, backupOwnerId }) => [id, `${id}=${ownerId ?? ""}/${backupOwnerId ?? ""}`]),
  );
  return (action) =>
    idsOf(action)
      .map((id) => owners.get(id) ?? `${id}=`)
      .join(" ");
}
