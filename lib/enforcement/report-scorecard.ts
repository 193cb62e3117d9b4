import { intake } from "@/lib/audit/intake";
import { storable } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { notify } from "@/lib/db/notify";
import { clearFinding } from "@/lib/findings/clear-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { Refusal } from "@/lib/shared/errors";
import type { Scorecard } from "@/sdk/conformance/scorecard";
import { isSealed } from "@/sdk/conformance/seal-scorecard";
import { reportScorecardOp } from "./fleet-contract";

const NAMED = 10;

/** Keeps the newest scorecard of the point, by its own account, and opens or clears the finding about it. */
export const reportScorecard = intake(reportScorecardOp, async (tx, { scorecard }) => {
  if (!isSealed(scorecard))
    throw new Refusal(
      "invalid_input",
      "The scorecard's digest is not that of its contents. Send it as the kit wrote it.",
    );
  const { conformant, passed, failed, skipped, digest } = scorecard;
  const body = JSON.parse(JSON.stringify(scorecard), (_, value) =>
    typeof value === "string" ? storable(value) : value,
  );
  const row = { kit: storable(scorecard.kit), conformant, passed, failed, skipped, digest, body, receivedAt: tx.now };
  const key = { orgId: tx.orgId, pepId: tx.actor.id };
  await tx.db.scorecard.upsert({ where: { orgId_pepId: key }, create: { ...key, ...row }, update: row });
  await judge(tx, scorecard);
  await notify(tx.db, { orgId: tx.orgId, topic: "points", ref: tx.actor.id });
  return { accepted: true };
});

async function judge(tx: TxCtx, { conformant, checks, kit }: Scorecard): Promise<void> {
  const { id, name } = tx.actor;
  if (conformant) {
    const why = `It passed every mandatory check of kit ${kit}.`;
    await clearFinding(tx, { kind: "point.nonconformant", subjectId: id, why });
    return;
  }
  const failed = checks.filter((check) => check.mandatory && check.status === "failed").map((check) => check.id);
  await raiseFinding(tx, {
    kind: "point.nonconformant",
    severity: "high",
    subject: { kind: "point", id, name },
    title: `${name} ${verdictOf(failed.length)}`,
    mend: "Read its scorecard, mend the point or install the newest version, run the kit again and report the result.",
    detail: { failed: failed.slice(0, NAMED), kit },
    facts: [...failed].sort(),
  });
}

/** A run that failed nothing and still does not conform has passed nothing that is mandatory. */
function verdictOf(failed: number): string {
  if (failed === 0) return "was checked, and nothing mandatory could be";
  return failed === 1 ? "fails a mandatory check of the protocol" : `fails ${failed} mandatory checks of the protocol`;
}
