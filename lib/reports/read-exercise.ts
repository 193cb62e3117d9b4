/** Private to this folder: the newest exercise of the whole library, who answers for it, and what it found that is open. */
import type { Ctx } from "@/lib/db/ctx";
import { listFindings } from "@/lib/findings/list-findings";
import { getRun } from "@/lib/redteam/get-run";
import { getSetting } from "@/lib/redteam/get-setting";
import { listRuns } from "@/lib/redteam/list-runs";

const LOOKED_AT = 100;

export async function readExercise(ctx: Ctx) {
  const { items } = await listRuns(ctx, { limit: LOOKED_AT });
  // One that tried less than another before it, for want of time or on purpose, is not the state of things.
  const finished = items.filter(({ status }) => status === "finished");
  const most = Math.max(0, ...finished.map(({ total }) => total));
  const newest = finished.find(({ total }) => total === most);
  if (!newest) return null;
  const [{ statement, askedByName }, { ownerName }, findings] = await Promise.all([
    getRun(ctx, { id: newest.id }),
    getSetting(ctx, {}),
    listFindings(ctx, { kind: "exercise.passed", status: "open", limit: LOOKED_AT }),
  ]);
  return statement && { statement, askedByName, ownerName, findings: findings.items };
}
