import { query } from "@/lib/audit/query";
import type { Ctx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { RedteamStatement } from "@/sdk/wire/redteam";
import { compareRedteamRunsOp } from "./contract";
import { type RunRow, readRun, runOf, withOutcome } from "./rows";
import { changesBetween } from "./rules";

export const compareRuns = query(compareRedteamRunsOp, async (ctx, { id, against }) => {
  const run = await readRun(ctx, id);
  const before = against ? await readRun(ctx, against) : await theOneBefore(ctx, run);
  if (!before) return { against: null, changes: [], same: 0 };
  return { against: runOf(before), ...changesBetween(scenariosOf(before), scenariosOf(run)) };
});

const theOneBefore = ({ db, orgId }: Ctx, { askedAt }: RunRow): Promise<RunRow | null> =>
  db.redteamRun.findFirst({
    where: { orgId, status: "finished", askedAt: { lt: askedAt } },
    orderBy: { askedAt: "desc" },
    include: withOutcome,
  });

function scenariosOf({ outcome, status }: RunRow) {
  if (!outcome) throw new Refusal("conflict", `An exercise that is ${status} has no outcome to compare.`);
  return RedteamStatement.parse(JSON.parse(outcome.statement)).scenarios;
}
