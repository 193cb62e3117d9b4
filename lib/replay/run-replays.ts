/** The worker's part: runs what people asked for, one after the other, and says how far it is. */
import { recordAudit } from "@/lib/audit/record";
import type { Db } from "@/lib/db/client";
import { type Ctx, systemContext, transaction } from "@/lib/db/ctx";
import { type PolicyReplay, Prisma } from "@/lib/db/generated/client";
import { notify } from "@/lib/db/notify";
import { errorFields, log } from "@/lib/log";
import { bundleContent, bundlePolicies } from "@/lib/policy/bundle-content";
import { ChosenSet } from "@/lib/policy/chosen-set";
import { changedOf } from "@/lib/policy/meaning";
import { BundleRejected, decide, loadBundle, type PolicySet } from "@/sdk/decide";
import { anyInScope } from "@/sdk/in-scope";
import type { BundlePolicy } from "@/sdk/wire/bundle";
import { askedPeople } from "./asked-people";
import type { ReplayResult } from "./contract";
import { extentOf, type RecordedCall, recordedCalls } from "./recorded-calls";
import { type Owners, ReplayTally } from "./tally";

const TELL_EVERY_MS = 500;
/** Kinds of call of which it is kept whether the change concerns them. */
const MOST_KNOWN = 100_000;

/** Runs what waits until nothing does; also what a worker left when it died. */
export async function runReplays(db: Db): Promise<void> {
  for (let row = await take(db); row; row = await take(db)) await run(systemContext(row.orgId, "replay", db), row);
}

async function take(db: Db): Promise<PolicyReplay | null> {
  const rows = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    UPDATE "PolicyReplay" SET "status" = 'running', "aliveAt" = clock_timestamp(), "done" = 0
     WHERE "id" = (SELECT "id" FROM "PolicyReplay"
                    WHERE "status" = 'waiting' OR ("status" = 'running' AND "aliveAt" < clock_timestamp() - interval '1 minute')
                    ORDER BY "askedAt" LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING "id"`);
  const [taken] = rows;
  return taken ? db.policyReplay.findUnique({ where: { id: taken.id } }) : null;
}

async function run(ctx: Ctx, row: PolicyReplay): Promise<void> {
  try {
    const result = await replay(ctx, row);
    if (result) await finish(ctx, row.id, { status: "done", result, fault: null });
  } catch (error) {
    if (error instanceof BundleRejected)
      return finish(ctx, row.id, {
        status: "failed",
        fault: `This set of policies cannot be loaded: ${error.message}`,
      });
    log.error("a replay broke off", { orgId: ctx.orgId, ...errorFields(error) });
    await finish(ctx, row.id, { status: "failed", fault: "The replay broke off. The worker's log says why." });
  }
}

/** Null when it was cancelled meanwhile. */
export async function replay(ctx: Ctx, row: PolicyReplay): Promise<ReplayResult | null> {
  const judge = judgeOf(await setsOf(ctx, row));
  const { total, cut, from } = await extentOf(ctx, row);
  const tally = new ReplayTally(await ownersOf(ctx));
  const tell = teller(ctx, row.id, total);
  let done = 0;
  if (!(await tell(done))) return null;
  for await (const calls of recordedCalls(ctx, { from, to: row.to })) {
    for (const call of calls) judge(tally, call);
    done += calls.length;
    if (!(await tell(done))) return null;
  }
  return tally.result(cut, await askedPeople(ctx, tally.held(), tally.days));
}

/** Both sets with the inventory of now, so that nothing but the policies tells them apart. */
async function setsOf(ctx: Ctx, row: PolicyReplay): Promise<Sets> {
  const content = await bundleContent(ctx, ChosenSet.parse(row.after));
  const before = await bundlePolicies(ctx, ChosenSet.parse(row.before));
  const changed = new Set(changedOf(before, content.policies));
  const load = (policies: BundlePolicy[]) => loadBundle({ ...content, policies }, 0);
  return {
    before: load(before),
    after: load(content.policies),
    // One policy may be in both, in another version each, so they are two sets.
    changed: [before, content.policies].map((set) => load(set.filter((policy) => changed.has(policy)))),
  };
}

async function ownersOf({ db, orgId }: Ctx): Promise<Owners> {
  const rows = await db.agent.findMany({
    where: { orgId, ownerId: { not: null } },
    select: { id: true, owner: { select: { id: true, name: true } } },
  });
  return new Map(rows.flatMap(({ id, owner }) => (owner ? [[id, owner]] : [])));
}

type Sets = { before: PolicySet; after: PolicySet; changed: PolicySet[] };

/** Where none of the changed policies has a say, both sets have the same ones to say it: nothing is to be decided twice. */
function judgeOf({ before, after, changed }: Sets): (tally: ReplayTally, call: RecordedCall) => void {
  const known = new Map<string, boolean>();
  const concerned = (call: RecordedCall): boolean => {
    const key = JSON.stringify([call.tool, call.agentId, ...call.chain]);
    const found = known.get(key) ?? changed.some((set) => anyInScope(set, call));
    if (known.size < MOST_KNOWN) known.set(key, found);
    return found;
  };
  return (tally, call) => {
    if (call.arguments === null) return tally.unreadable();
    if (!concerned(call)) return tally.same(call);
    const request = {
      agentId: call.agentId,
      tool: call.tool,
      arguments: call.arguments,
      chain: call.chain,
      ...(call.onBehalfOf === null ? {} : { onBehalfOf: call.onBehalfOf }),
    };
    const options = { now: call.at };
    tally.add(call, decide(before, request, options), decide(after, request, options));
  };
}

/** Says how far it is, now and then, and learns whether it is still wanted. */
function teller({ db, orgId }: Ctx, id: string, total: number) {
  let told = 0;
  return async (done: number): Promise<boolean> => {
    if (Date.now() - told < TELL_EVERY_MS && done < total) return true;
    told = Date.now();
    const wanted = await db.$executeRaw(Prisma.sql`
      UPDATE "PolicyReplay" SET "done" = least(${done}::int, ${total}::int), "total" = ${total}, "aliveAt" = clock_timestamp()
       WHERE "id" = ${id} AND "status" = 'running'`);
    await notify(db, { orgId, topic: "audit", ref: "replay" });
    return wanted > 0;
  };
}

type Ending = { status: "done" | "failed"; fault: string | null; result?: ReplayResult };

async function finish(ctx: Ctx, id: string, { status, fault, result }: Ending): Promise<void> {
  await transaction(ctx, async (tx) => {
    const { count } = await tx.db.policyReplay.updateMany({
      where: { id, orgId: tx.orgId, status: "running" },
      data: { status, fault, finishedAt: tx.now, ...(result ? { result } : {}) },
    });
    if (count === 0) return;
    await recordAudit(tx, {
      action: "replay.finished",
      target: { kind: "replay", id, name: status },
      detail: {
        status,
        fault,
        looked: result?.looked ?? 0,
        shifts: (result?.shifts ?? []).map(({ shift, calls }) => ({ shift, calls })),
      },
    });
  });
}
