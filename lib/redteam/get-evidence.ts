import { getCall } from "@/lib/activity/get-call";
import { query } from "@/lib/audit/query";
import { getCheckpoint } from "@/lib/checkpoints/get-checkpoint";
import type { Ctx } from "@/lib/db/ctx";
import { getFinding } from "@/lib/findings/get-finding";
import { notFound } from "@/lib/shared/errors";
import { type Evidence, RedteamStatement } from "@/sdk/wire/redteam";
import { getEvidenceOp } from "./contract";
import { digestHeld } from "./evidence";
import { rangePerson, readRun } from "./rows";

/** Only what the outcome cites: the rest of a range is nobody's to read here. */
export const getEvidence = query(getEvidenceOp, async (ctx, { id, recordId }) => {
  const { outcome, rangeId } = await readRun(ctx, id);
  const scenarios = outcome ? RedteamStatement.parse(JSON.parse(outcome.statement)).scenarios : [];
  const cited = scenarios.flatMap(({ evidence }) => evidence).find((one) => one.id === recordId);
  if (!cited || !rangeId) throw notFound("record");
  const range = await rangePerson(ctx, rangeId, "security");
  const digest = await digestHeld(range, cited);
  if (digest === null) throw notFound("record");
  return { ...cited, intact: digest === cited.digest, record: JSON.stringify(await recordOf(range, cited), null, 2) };
});

async function recordOf(range: Ctx, { kind, id }: Evidence): Promise<unknown> {
  switch (kind) {
    case "call":
      return getCall(range, { id });
    case "checkpoint":
      return getCheckpoint(range, { id });
    case "finding":
      return getFinding(range, { id });
    case "audit": {
      const { leaf } = await range.db.auditEntry.findFirstOrThrow({ where: { id, orgId: range.orgId } });
      // Empty once its payload was erased.
      return leaf === "" ? { id, erased: true } : JSON.parse(leaf);
    }
  }
}
