/** Private to this folder: begins to bring a set to the points, ring by ring. The caller holds the lock on bundles. */
import type { Step } from "@/lib/audit/command";
import { appendControl } from "@/lib/db/control-log";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { answerRolledBack } from "./answer-rolled-back";
import { type Named, publishedRevision } from "./chosen-set";
import { placedPoints, readRings } from "./read-rings";
import type { Ring, RollOutPlan, TrialProfile } from "./ring-contract";
import { type Published, signSet } from "./sign-bundle";

type Start = {
  named: readonly Named[];
  note: string;
  revertedTo: number | null;
  askedBy: string | null;
  plan: RollOutPlan;
  layout: Layout;
  profile?: TrialProfile | null;
};
type Placed = Awaited<ReturnType<typeof placedPoints>>;

/** Points at a time: a statement takes 32,767 values. */
const PORTION = 5_000;

type Layout = { rings: readonly Ring[]; counts: readonly number[]; placed: Placed; first: number; published: number };

/** Who is in which ring. Refuses what could not begin, also before anybody is asked to confirm it. */
export async function layOut(tx: TxCtx): Promise<Layout> {
  const published = await publishedRevision(tx);
  if (published === null)
    throw new Refusal(
      "conflict",
      "Nothing was published yet, so there is nothing to go back to: publish to all at once.",
    );
  const { rings } = await readRings(tx);
  const placed = await placedPoints(tx, rings);
  const counts = rings.map((_, position) => placed.filter((one) => one.position === position).length);
  const first = counts.findIndex((count) => count > 0);
  if (first === -1)
    throw new Refusal(
      "conflict",
      "No enforcement point is enrolled, so there is no ring to begin with: publish to all at once.",
    );
  return { rings, counts, placed, first, published };
}

/** Who is in which ring is settled here: a fleet that changes meanwhile moves nobody. */
export async function startRollOut(
  tx: TxCtx,
  { named, note, revertedTo, askedBy, plan, layout, profile = null }: Start,
): Promise<Step<Published>> {
  const { rings, counts, first, published } = layout;
  const id = newId("rollOut", tx.now.getTime());
  const chosen = named.map(({ policyId, version }) => ({ policyId, version }));
  const signed = await signSet(tx, { cause: "rollOut", note, chosen, rollOutId: id, profile });
  if (!signed) throw new Refusal("internal", "The bundle was not signed.");
  await tx.db.rollOut.create({
    data: {
      id,
      orgId: tx.orgId,
      note,
      revertedTo,
      chosen,
      ...(profile ? { profile } : {}),
      plan,
      revision: signed.revision,
      published,
      position: first,
      everyone: first === rings.length - 1,
      toldAt: tx.now,
      judgedTo: tx.now,
      askedById: askedBy,
      startedById: tx.actor.id,
      startedByName: tx.actor.name,
      startedAt: tx.now,
    },
  });
  await answerRolledBack(tx);
  await storeRings(tx, id, layout);
  // Their state says to each point which revision is for it.
  await appendControl(tx, { type: "renew" });
  return {
    result: { ...signed, rollOut: id },
    event: {
      action: "rollOut.started",
      target: { kind: "rollOut", id, name: `revision ${signed.revision}` },
      detail: {
        note,
        revision: signed.revision,
        contentDigest: signed.contentDigest,
        policies: named.map(({ slug, version }) => `${slug}@${version}`),
        rings: rings.map(({ name }, position) => ({ name, points: counts[position] ?? 0 })),
        plan,
        ...(profile ? { profile: `${profile.name}@${profile.version}` } : {}),
        ...(revertedTo === null ? {} : { revertedTo }),
      },
    },
  };
}

async function storeRings(tx: TxCtx, rollOutId: string, { rings, counts, placed, first }: Layout): Promise<void> {
  const of = { rollOutId, orgId: tx.orgId };
  await tx.db.rollOutRing.createMany({
    data: rings.map(({ name }, position) => ({
      ...of,
      position,
      name,
      points: counts[position] ?? 0,
      // A ring that nobody is in is passed over in view of everyone.
      state: position < first ? "skipped" : position === first ? "reached" : "waiting",
      startedAt: position === first ? tx.now : null,
    })),
  });
  for (let from = 0; from < placed.length; from += PORTION)
    await tx.db.rollOutPoint.createMany({ data: placed.slice(from, from + PORTION).map((one) => ({ ...of, ...one })) });
}
