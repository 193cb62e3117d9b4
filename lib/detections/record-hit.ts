/** Private to this folder: makes a finding of a hit, once for each window, and counts what was suppressed instead. */
import { storable } from "@/lib/audit/record";
import { type Ctx, type TxCtx, transaction } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { raiseFinding } from "@/lib/findings/raise-finding";
import type { Json } from "@/sdk/canonical";
import type { Detection, Hit } from "./detection";
import { type AgentHour, HOUR_MS } from "./hours";

/** While its hour is running, a count is told anew only when it has grown by this much; when the hour is over, exactly. */
const GROWN = 1.1;

export type Recorded = { detection: Detection; hit: Hit; suppressionId: string | null; now: Date };

/** True when a finding was opened, or told anew. */
export async function recordHit(ctx: Ctx, given: Recorded): Promise<boolean> {
  if (await isTold(ctx, given)) return false;
  const { detection, hit, suppressionId } = given;
  const detail: { [key: string]: Json } = {
    detection: detection.id,
    ...(await firstCalls(ctx, hit)),
    ...hit.detail,
  };
  return transaction(ctx, async (tx) => {
    // Whoever looks at the same window at the same moment waits here, and then finds it told.
    await tx.db.$queryRaw(Prisma.sql`
      SELECT pg_advisory_xact_lock(hashtextextended(${`hit ${tx.orgId} ${detection.id} ${hit.subject.id}`}, 0))::text`);
    if (await isTold(tx, given)) return false;
    const { kind, looks } = detection;
    const facts = hit.facts ?? (looks === "state" ? hit.detail : { window: hit.windowFrom.toISOString() });
    const { subject, part, severity, title, mend } = hit;
    const found = { kind, severity, subject, title, mend, detail, facts, ...(part === undefined ? {} : { part }) };
    const findingId = suppressionId === null ? await raiseFinding(tx, found) : null;
    await keep(tx, detection, hit, { findingId, suppressionId });
    return findingId !== null;
  });
}

const keyOf = ({ orgId }: Ctx, detection: Detection, hit: Hit) => ({
  orgId,
  detection: detection.id,
  subjectId: hit.subject.id,
  part: storable(hit.part ?? ""),
  windowFrom: hit.windowFrom,
});

/** Whether this much was found in this window before. What is so now is told whenever no finding says so: it may come and go. */
async function isTold(ctx: Ctx, { detection, hit, suppressionId, now }: Recorded): Promise<boolean> {
  if (detection.looks === "state" && suppressionId === null) return false;
  const told = await ctx.db.detectionHit.findUnique({
    where: { orgId_detection_subjectId_part_windowFrom: keyOf(ctx, detection, hit) },
    select: { value: true },
  });
  if (!told) return false;
  const running = hit.hour !== undefined && hit.hour.from.getTime() + HOUR_MS > now.getTime();
  return running ? hit.value < told.value * GROWN : hit.value <= told.value;
}

type Kept = { findingId: string | null; suppressionId: string | null };

async function keep(tx: TxCtx, detection: Detection, hit: Hit, kept: Kept): Promise<void> {
  const { value, subject } = hit;
  const key = keyOf(tx, detection, hit);
  await tx.db.detectionHit.upsert({
    where: { orgId_detection_subjectId_part_windowFrom: key },
    create: {
      ...key,
      subjectKind: subject.kind,
      subjectName: storable(subject.name),
      raisedAt: tx.now,
      value,
      ...kept,
    },
    update: { value, ...kept },
    select: { value: true },
  });
}

const MOST_CALLS = 3;
/** So many kinds of call are named when the first of them are looked for. */
const MOST_KINDS = 50;

/** The first calls that it is about, by the index of the agent's calls, within its hour. */
async function firstCalls(ctx: Ctx, { calls, hour }: Hit): Promise<{ [key: string]: Json }> {
  if (!calls || !hour) return {};
  const rows = await callsOf(ctx, hour, calls);
  const [first] = rows;
  return first ? { firstAt: first.receivedAt.toISOString(), callIds: rows.map(({ id }) => id) } : {};
}

function callsOf({ db, orgId }: Ctx, hour: AgentHour, which: NonNullable<Hit["calls"]>) {
  const cells = hour.cells.filter(which).slice(0, MOST_KINDS);
  return db.activityEvent.findMany({
    where: {
      orgId,
      agentId: hour.agentId,
      receivedAt: { gte: hour.from, lt: new Date(hour.from.getTime() + HOUR_MS) },
      OR: cells.map(({ tool, effect, code }) => ({ tool, effect, code })),
    },
    orderBy: [{ receivedAt: "asc" }, { id: "asc" }],
    take: MOST_CALLS,
    select: { id: true, receivedAt: true },
  });
}
