/**
 * Private to this folder: what is said of a shared framework. While the period runs that is the live system; once it is over,
 * the snapshot of the newest pack of it that was shared, so that nothing of a later time is shown.
 */
import { countContents } from "@/lib/compliance/pack/count-contents";
import { daysOf } from "@/lib/compliance/pack/period";
import { PackSnapshot } from "@/lib/compliance/pack/snapshot-contract";
import { readControls } from "@/lib/compliance/pack/take-snapshot";
import { contentLines } from "@/lib/compliance/preview-pack";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { notFound, Refusal } from "@/lib/shared/errors";
import type { AccessRow } from "./rows";

type Controls = Awaited<ReturnType<typeof readControls>>;
type Standing = Controls & { asOf: string; pack: { id: string } | null; from: string; to: string };

export async function readStanding(ctx: Ctx, access: AccessRow, framework: string): Promise<Standing> {
  const now = await databaseNow(ctx.db);
  const days = daysOf(access);
  if (access.from <= now && now < access.to)
    return { ...(await readControls(ctx, framework, now)), asOf: now.toISOString(), pack: null, ...days };
  const pack = await ctx.db.auditPack.findFirst({
    where: { orgId: ctx.orgId, id: { in: access.packIds }, framework, status: "done" },
    orderBy: [{ finishedAt: "desc" }, { id: "desc" }],
    select: { id: true, snapshot: true },
  });
  if (!pack)
    throw new Refusal(
      "conflict",
      `The period ended on ${days.to}, and what was known of it then is in packs. None of this framework was shared with you.`,
    );
  return { ...PackSnapshot.parse(pack.snapshot), pack: { id: pack.id }, ...days };
}

export async function readContents(ctx: Ctx, { from, to }: AccessRow) {
  const now = await databaseNow(ctx.db);
  return contentLines(await countContents(ctx, { from, cut: to < now ? to : now, agentIds: [] }));
}

/** Before anything is read: a framework that is not in the access is as unknown as one that never was. */
export function refuseOthers(access: AccessRow, framework: string): void {
  if (!access.frameworks.includes(framework)) throw notFound("framework");
}
