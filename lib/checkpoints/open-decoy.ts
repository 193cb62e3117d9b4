/** Opens a decoy: called by the oversight's job, never by a point. */
import { randomBytes } from "node:crypto";
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, contextFor, transaction } from "@/lib/db/ctx";
import { policySetAt } from "@/lib/policy/current-policy-set";
import { Refusal } from "@/lib/shared/errors";
import { actionDigest } from "@/sdk/action-digest";
import type { JsonObject } from "@/sdk/canonical";
import { eventId } from "@/sdk/pep/event-id";
import { Action } from "@/sdk/wire/action";
import type { Decoy } from "./decoy-contract";
import { openRow } from "./open-checkpoint";

export type Source = { id: string; action: string; agentReason: string | null; accepts: string[] };

/**
 * The id of the new request, or why it could not be made: the agent is stopped, or policy would not hold it now. Its first entry
 * names the point of the copied action as the one who asked, since any other name would tell; that it is a decoy is what the
 * entry's commitment says.
 */
export async function openDecoy(
  ctx: Ctx,
  source: Source,
  changed: JsonObject,
  decoy: Decoy,
): Promise<{ id: string } | { why: string }> {
  const before = Action.parse(JSON.parse(source.action));
  const ground = await groundFor(ctx, before);
  if (typeof ground === "string") return { why: ground };
  const { pep, revision } = ground;
  // As long as the copied one: points choose theirs.
  const nonce = randomBytes(32).toString("hex").slice(0, before.nonce.length);
  const action: Action = { ...before, arguments: changed, nonce, revision };
  const asPoint = contextFor({ kind: "pep", id: before.pep, name: pep.name, agents: [] }, ctx.orgId, undefined, ctx.db);
  const input = {
    action,
    digest: actionDigest(action),
    agentReason: source.agentReason,
    callId: eventId(Date.now()),
    accepts: source.accepts,
  };
  try {
    return await transaction(asPoint, async (tx) => {
      const { row, events } = await openRow(tx, input, decoy);
      for (const event of events) await recordAudit(tx, event);
      return { id: row.id };
    });
  } catch (error) {
    if (error instanceof Refusal) return { why: error.message };
    throw error;
  }
}

/** What a request that came now would rest on; or why none could come now, so that a decoy would be known for one. */
async function groundFor(ctx: Ctx, { agent, pep: pepId, tool }: Action) {
  const pep = await ctx.db.pep.findUnique({
    where: { id_orgId: { id: pepId, orgId: ctx.orgId } },
    select: { name: true, revokedAt: true },
  });
  if (!pep || pep.revokedAt) return "Its enforcement point is gone.";
  const own = { orgId: ctx.orgId, agentId: agent };
  if (await ctx.db.holdPause.findFirst({ where: { ...own, resumedAt: null }, select: { id: true } }))
    return "Its agent's held calls are paused.";
  if (await ctx.db.standingApproval.findFirst({ where: { ...own, tool, endedHow: null }, select: { id: true } }))
    return "A standing approval might have answered it.";
  const inForce = await policySetAt(ctx, pepId);
  return inForce ? { pep, revision: inForce.revision } : "Nothing is published here.";
}
