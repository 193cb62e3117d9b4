/** Private to this folder: a checkpoint as the profile's task. Once approved it stays so: what became of the grant is no task's matter. */
import type { z } from "zod";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { env } from "@/lib/env";
import { AccessRefusal } from "./access-refusal";
import { REQUESTS_PATH, type TaskAnswer, type TaskStatus } from "./request-contract";

type Status = z.infer<typeof TaskStatus>;
const statuses: Record<string, Status> = {
  approved: "approved",
  redeemed: "approved",
  lapsed: "approved",
  voided: "approved",
  denied: "denied",
  expired: "expired",
  cancelled: "cancelled",
};

/** For the key that asked, and for no other: to them it does not exist. */
export async function readTaskOf(ctx: Ctx, id: string): Promise<TaskAnswer> {
  const found = await ctx.db.accessRequest.findUnique({
    where: { checkpointId_orgId: { checkpointId: id, orgId: ctx.orgId } },
    include: { checkpoint: { include: { grants: true } } },
  });
  if (!found || found.keyId !== ctx.actor.id) throw new AccessRefusal("unknown_task", "There is no such request here.");
  const { status: row, statusReason, expiresAt, agentName, tool, grants } = found.checkpoint;
  const now = await databaseNow(ctx.db);
  const status = statuses[row] ?? (expiresAt > now ? "pending" : "expired");
  const here = `${env.appUrl}${REQUESTS_PATH}/${id}`;
  const [grant] = grants;
  const open = status === "pending";
  return {
    task: {
      id,
      status,
      status_endpoint: here,
      ...(open ? { expires_at: expiresAt.toISOString() } : {}),
      display: { title: `${agentName}: ${tool}`, ...(statusReason ? { description: statusReason } : {}) },
      links: { review: `${env.appUrl}/checkpoints/${id}`, ...(open ? { cancel: `${here}/cancel` } : {}) },
    },
    ...(status === "approved" && grant
      ? {
          result: {
            mode: "reevaluate" as const,
            approval: {
              id: grant.id,
              approved_at: grant.issuedAt.toISOString(),
              approved_until: grant.expiresAt.toISOString(),
            },
          },
        }
      : {}),
  };
}
