import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { startBacktestOp } from "./contract";
import { DAY_MS } from "./hours";
import { backtestOf, checkedValues, detectionTarget, loadTunable } from "./rows";

/** One runs at a time for an organisation, so that nobody can keep the worker busy with more. */
export const startBacktest = command(startBacktestOp, async (tx, { detection: id, days, parameters }) => {
  const detection = loadTunable(id);
  if (detection.looks === "state") {
    throw new Refusal("conflict", `${detection.title} looks at how things are now: there is no history to try it on.`);
  }
  const values = checkedValues(detection, parameters);
  await tx.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`backtest ${tx.orgId}`}, 0))`;
  const open = await tx.db.detectionBacktest.findFirst({
    where: { orgId: tx.orgId, status: { in: ["waiting", "running"] } },
  });
  if (open) {
    throw new Refusal(
      "conflict",
      `A back-test that ${open.askedBy} asked for is not finished. Wait for it, and ask again.`,
    );
  }
  const row = await tx.db.detectionBacktest.create({
    data: {
      id: newId("backtest", tx.now.getTime()),
      orgId: tx.orgId,
      detection: id,
      parameters: values,
      days,
      askedById: tx.actor.id,
      askedBy: tx.actor.name,
      askedAt: tx.now,
      from: new Date(tx.now.getTime() - days * DAY_MS),
      to: tx.now,
    },
  });
  return {
    result: backtestOf(row),
    event: {
      action: "detection.backtestAsked",
      target: detectionTarget(detection),
      detail: { backtest: row.id, days, parameters: values },
    },
  };
});
