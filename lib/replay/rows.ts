/** Private to this folder: a replay's row as the contract shows it. */
import type { Ctx } from "@/lib/db/ctx";
import type { PolicyReplay } from "@/lib/db/generated/client";
import { digestOfSet, draftSet } from "@/lib/policy/chosen-set";
import { notFound } from "@/lib/shared/errors";
import { type Replay, ReplayResult } from "./contract";

export async function readReplay(ctx: Ctx, id: string): Promise<PolicyReplay> {
  const row = await ctx.db.policyReplay.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } } });
  if (!row) throw notFound("replay");
  return row;
}

export const draftNow = async (ctx: Ctx): Promise<string> => digestOfSet(await draftSet(ctx));

export function replayOf(row: PolicyReplay, draft: string): Replay {
  const { status, ...rest } = row;
  return {
    id: rest.id,
    status: status as Replay["status"],
    askedBy: rest.askedBy,
    askedAt: rest.askedAt.toISOString(),
    finishedAt: rest.finishedAt?.toISOString() ?? null,
    from: rest.from.toISOString(),
    to: rest.to.toISOString(),
    done: rest.done,
    total: rest.total,
    draft: rest.draft,
    current: rest.draft === draft,
    result: rest.result === null ? null : ReplayResult.parse(rest.result),
    fault: rest.fault,
  };
}
