import type { z } from "zod";
import { command } from "@/lib/audit/command";
import { storable } from "@/lib/audit/record";
import { readGround } from "@/lib/checkpoints/ground";
import { openHeld } from "@/lib/checkpoints/open-checkpoint";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { actionDigest } from "@/sdk/action-digest";
import { digestOf } from "@/sdk/canonical";
import { AccessRefusal, refuseUnlessOffered } from "./access-refusal";
import { concernedBy, operationClassOf } from "./answer";
import { bindingHash, isBound } from "./binding";
import { callerOf } from "./caller";
import { questionOf } from "./question";
import { requestAccessOp } from "./request-contract";
import { readTaskOf } from "./task";

type Submission = z.output<typeof requestAccessOp.input>;

/** Opens a checkpoint as for an enforcement point, in the caller's name; the same submission again is the same request. */
export const requestAccess = command(requestAccessOp, async (ctx, submission) => {
  refuseUnlessOffered();
  const { id: keyId } = callerOf(ctx);
  await lockCaller(ctx, keyId);
  const bodyDigest = digestOfAll(submission);
  const again = await askedBefore(ctx, keyId, submission, bodyDigest);
  if (again) return { result: await readTaskOf(ctx, again), event: "repetition" };
  const bound = boundOf(ctx, keyId, submission);
  const { action, digest } = await actionOf(ctx, keyId, submission, bound.evaluationId);
  const said = submission.context?.business_justification;
  const { result, event } = await openHeld(ctx, {
    action,
    digest,
    agentReason: typeof said === "string" ? storable(said.slice(0, 4000)) : null,
    callId: bound.evaluationId,
    accepts: [],
  }).catch(asProfileSays);
  await ctx.db.accessRequest.create({
    data: {
      checkpointId: result.checkpointId,
      orgId: ctx.orgId,
      keyId,
      ...bound,
      idempotencyKey: submission.idempotency_key ?? null,
      bodyDigest,
      createdAt: ctx.now,
    },
  });
  return { result: await readTaskOf(ctx, result.checkpointId), event };
});

function digestOfAll(submission: Submission): string {
  try {
    return digestOf({ ...submission, idempotency_key: null });
  } catch {
    throw new Refusal("invalid_input", "The request holds text or numbers that have no exact form.");
  }
}

/** One submission of a key at a time, so that two alike find each other. */
async function lockCaller(ctx: TxCtx, keyId: string): Promise<void> {
  const key = `access-request ${ctx.orgId} ${keyId}`;
  await ctx.db.$executeRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}

async function askedBefore(ctx: TxCtx, keyId: string, { idempotency_key: key, denial }: Submission, digest: string) {
  const own = { orgId: ctx.orgId, keyId };
  const byKey = key ? await ctx.db.accessRequest.findFirst({ where: { ...own, idempotencyKey: key } }) : null;
  if (byKey && byKey.bodyDigest !== digest)
    throw new AccessRefusal("duplicate_request", "This Idempotency-Key was sent with another request.");
  const evaluationId = denial?.evaluation_id;
  const byDenial = evaluationId ? await ctx.db.accessRequest.findFirst({ where: { ...own, evaluationId } }) : null;
  // Only what was asked in every member is the same request; anything else has to show its binding first.
  const same = byKey ?? (byDenial?.bodyDigest === digest ? byDenial : null);
  if (!same && byDenial) throw new AccessRefusal("not_requestable", "This denial has been followed up already.");
  return same?.checkpointId ?? null;
}

/** Shows that the denial is one of ours, of this caller and about exactly this, and that it can still be followed up. */
function boundOf(ctx: TxCtx, keyId: string, { denial, ...asked }: Submission) {
  const hash = bindingHash(asked);
  const evaluationId = denial?.evaluation_id;
  if (!denial || evaluationId === undefined || hash === null)
    throw new AccessRefusal("invalid_denial_binding", "denial.evaluation_id says which denial this follows.");
  const bound = { orgId: ctx.orgId, keyId, bindingHash: hash, expiresAt: denial.expires_at };
  if (!isBound(evaluationId, bound))
    throw new AccessRefusal("invalid_denial_binding", "No denial of this id was given to this key about exactly this.");
  if (new Date(denial.expires_at) <= ctx.now)
    throw new AccessRefusal("expired_denial", "The denial is too old to be followed up. Evaluate again.");
  return { evaluationId, bindingHash: hash };
}

async function actionOf(ctx: TxCtx, keyId: string, submission: Submission, nonce: string) {
  const question = questionOf(submission);
  if ("reason" in question) throw new AccessRefusal("not_requestable", question.message);
  const { call } = question;
  const ground = await readGround(ctx, concernedBy([question]));
  const operationClass = operationClassOf(ground, call);
  if (!ground.inForce || !operationClass)
    throw new AccessRefusal("not_requestable", "The tool is not in force any more. Evaluate again.");
  const action = {
    format: 1 as const,
    org: ctx.orgId,
    agent: call.agentId,
    pep: keyId,
    tool: call.tool,
    pin: ground.tools.get(call.tool)?.pin ?? null,
    operationClass,
    arguments: call.arguments,
    onBehalfOf: call.onBehalfOf ?? null,
    chain: call.chain ?? [],
    revision: ground.inForce.revision,
    nonce,
  };
  return { action, digest: actionDigest(action) };
}

/** What is no longer held cannot be asked for; every other refusal stands as it is. */
function asProfileSays(error: unknown): never {
  if (error instanceof Refusal && error.code === "policy_changed")
    throw new AccessRefusal("not_requestable", error.message);
  throw error;
}
