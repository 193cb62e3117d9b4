import { guardedCommand } from "@/lib/changes/guarded-command";
import { scopeReaches } from "@/lib/changes/scope-reaches";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { notify } from "@/lib/db/notify";
import { refuseDuringRollOut } from "@/lib/policy/open-roll-out";
import { lockBundles, signBundle } from "@/lib/policy/sign-bundle";
import { Refusal } from "@/lib/shared/errors";
import { removeDemoOp } from "./contract";
import { readDemo } from "./get-demo";

/** A forbid of it that holds for tools of one's own is not taken away by one person. */
export const removeDemo = guardedCommand(
  removeDemoOp,
  {
    judge: async (tx) => {
      const forbids = await demoForbids(tx);
      return {
        kind: "demo",
        subject: "demo",
        title: "Removal of the demo",
        base: forbids,
        texts: [{ title: "Policies of the demo in force", before: forbids.join("\n"), after: "" }],
        weakenings: weakeningsOf("demo", { forbids }),
      };
    },
  },
  async (ctx) => {
    const organisation = await ctx.db.organisation.findUniqueOrThrow({ where: { id: ctx.orgId } });
    if (!organisation.demo) throw new Refusal("conflict", "The demo company is not loaded.");
    await lockBundles(ctx);
    await refuseDuringRollOut(ctx, "The demo was not removed");
    await refuseUsed(ctx);
    const before = await readDemo(ctx);
    await removePoints(ctx);
    await removeAgents(ctx);
    await removePolicies(ctx);
    await removeSinks(ctx);
    await ctx.db.user.deleteMany({ where: { orgId: ctx.orgId, demo: true } });
    await ctx.db.organisation.update({ where: { id: ctx.orgId }, data: { demo: false } });
    await signBundle(ctx, "published", "the demo was removed");
    return {
      result: await readDemo(ctx),
      event: {
        action: "demo.removed",
        target: { kind: "organisation", id: ctx.orgId, name: organisation.name },
        detail: { agents: before.agents, people: before.people },
      },
    };
  },
);

/** Titles of its forbids in force that hold for tools of one's own as well. */
async function demoForbids({ db, orgId }: TxCtx): Promise<string[]> {
  const own = await db.tool.findMany({
    where: { orgId, demo: false },
    select: { server: true, name: true, operationClass: true },
  });
  const rows = await db.$queryRaw<{ title: string; cedar: unknown }[]>(Prisma.sql`
    SELECT p."title", v."cedar" FROM "PublishedPolicy" f
      JOIN "Policy" p ON p."id" = f."policyId" AND p."orgId" = f."orgId" AND p."demo"
      JOIN "PolicyVersion" v ON v."policyId" = f."policyId" AND v."version" = f."version" AND v."orgId" = f."orgId"
    WHERE f."orgId" = ${orgId} AND v."effect" = 'forbid' AND v."mode" = 'enforce' ORDER BY p."title"`);
  const reaches = (cedar: unknown) =>
    own.some(({ operationClass, ...tool }) => scopeReaches(cedar, { ...tool, operationClass: operationClass ?? "" }));
  return rows.filter(({ cedar }) => reaches(cedar)).map(({ title }) => title);
}

/** What is yours must not hang on what goes away. */
async function refuseUsed(ctx: TxCtx): Promise<void> {
  const demoPeople = await ctx.db.user.findMany({ where: { orgId: ctx.orgId, demo: true }, select: { id: true } });
  const ids = demoPeople.map(({ id }) => id);
  const agent = await ctx.db.agent.findFirst({
    where: { orgId: ctx.orgId, demo: false, OR: [{ ownerId: { in: ids } }, { backupOwnerId: { in: ids } }] },
  });
  if (agent)
    throw new Refusal(
      "conflict",
      `Your agent ${agent.name} is owned by a person of the demo. Give it another owner first.`,
    );
  const slugs = (
    await ctx.db.checkpointRule.findMany({ where: { orgId: ctx.orgId, demo: true }, select: { slug: true } })
  ).map(({ slug }) => slug);
  const policy = await ctx.db.policy.findFirst({
    where: { orgId: ctx.orgId, demo: false, versions: { some: { checkpoint: { in: slugs } } } },
  });
  if (policy)
    throw new Refusal(
      "conflict",
      `Your policy ${policy.slug} names a checkpoint rule of the demo. Point it at another rule first.`,
    );
}

/** Findings are about somebody; without them they would lead nowhere. Incidents keep what these said: they are never deleted. */
async function removeFindings(ctx: TxCtx, subjectIds: string[]): Promise<void> {
  const about = { orgId: ctx.orgId, subjectId: { in: subjectIds } };
  await ctx.db.finding.deleteMany({ where: about });
  await ctx.db.detectionHit.deleteMany({ where: about });
  await ctx.db.detectionSuppression.deleteMany({ where: about });
  await ctx.db.agentBaseline.deleteMany({ where: { orgId: ctx.orgId, agentId: { in: subjectIds } } });
}

async function removePoints(ctx: TxCtx): Promise<void> {
  const where = { orgId: ctx.orgId, demo: true };
  const ids = (await ctx.db.pep.findMany({ where, select: { id: true } })).map(({ id }) => id);
  for (const ref of ids) await notify(ctx.db, { orgId: ctx.orgId, topic: "revoked", ref });
  await ctx.db.bundleAck.deleteMany({ where: { orgId: ctx.orgId, pepId: { in: ids } } });
  await ctx.db.activityGap.deleteMany({ where: { orgId: ctx.orgId, pepId: { in: ids } } });
  await removeFindings(ctx, ids);
  await ctx.db.pep.deleteMany({ where });
  await ctx.db.enrolmentToken.deleteMany({ where });
}

async function removeAgents(ctx: TxCtx): Promise<void> {
  const where = { orgId: ctx.orgId, demo: true };
  const ids = (await ctx.db.agent.findMany({ where, select: { id: true } })).map(({ id }) => id);
  const of = { orgId: ctx.orgId, agentId: { in: ids } };
  const calls = await ctx.db.activityEvent.findMany({ where: of, select: { id: true } });
  await ctx.db.activityOutcome.deleteMany({ where: { orgId: ctx.orgId, callId: { in: calls.map(({ id }) => id) } } });
  await ctx.db.activityEvent.deleteMany({ where: of });
  await ctx.db.checkpoint.deleteMany({ where: of });
  await ctx.db.stopOrder.deleteMany({ where: of });
  await ctx.db.maturityChange.deleteMany({ where: of });
  await ctx.db.agentMaturity.deleteMany({ where: of });
  await removeFindings(ctx, ids);
  await ctx.db.agent.deleteMany({ where });
}

/** The file that was written stays: it is a record. */
async function removeSinks(ctx: TxCtx): Promise<void> {
  const where = { orgId: ctx.orgId, demo: true };
  const ids = (await ctx.db.sink.findMany({ where, select: { id: true } })).map(({ id }) => id);
  await removeFindings(ctx, ids);
  await ctx.db.sink.deleteMany({ where });
}

async function removePolicies(ctx: TxCtx): Promise<void> {
  const where = { orgId: ctx.orgId, demo: true };
  const ids = (await ctx.db.policy.findMany({ where, select: { id: true } })).map(({ id }) => id);
  await ctx.db.publishedPolicy.deleteMany({ where: { orgId: ctx.orgId, policyId: { in: ids } } });
  await ctx.db.policy.deleteMany({ where });
  await ctx.db.checkpointRule.deleteMany({ where });
  const tools = await ctx.db.tool.findMany({ where, select: { id: true } });
  await removeFindings(
    ctx,
    tools.map(({ id }) => id),
  );
  await ctx.db.tool.deleteMany({ where });
}
