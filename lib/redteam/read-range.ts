import { listCalls } from "@/lib/activity/list-calls";
import { listEntries } from "@/lib/audit/list-entries";
import { query } from "@/lib/audit/query";
import { getCheckpoint } from "@/lib/checkpoints/get-checkpoint";
import { listCheckpoints } from "@/lib/checkpoints/list-checkpoints";
import type { Ctx } from "@/lib/db/ctx";
import { listFindings } from "@/lib/findings/list-findings";
import { reveal } from "@/lib/shared/reveal";
import { Action } from "@/sdk/wire/action";
import type { RangeRecords } from "@/sdk/wire/redteam";
import { readRangeOp } from "./contract";
import { digestOfCall, digestOfEntry, digestOfFinding } from "./evidence";
import { rangePerson, runningRun } from "./rows";

const MOST = 100;

export const readRange = query(readRangeOp, async (ctx, { id, agentId }) => {
  const { rangeId } = await runningRun(ctx, id);
  const range = await rangePerson(ctx, rangeId, "security");
  const [calls, checkpoints, audit, findings] = await Promise.all([
    listCalls(range, { agentId, limit: MOST }),
    checkpointsOf(range, agentId),
    listEntries(range, { limit: 2 * MOST }),
    listFindings(range, { limit: MOST }),
  ]);
  return {
    calls: calls.items.map((call) => {
      const { tool, effect, code, reason, outcome } = call;
      return { id: call.id, digest: digestOfCall(call), agentId: call.agentId, tool, effect, code, reason, outcome };
    }),
    checkpoints,
    audit: audit.items.map((entry) => ({
      id: entry.id,
      digest: digestOfEntry(entry),
      action: entry.action,
      actorId: entry.actor.id,
      actorName: entry.actor.name,
      targetId: entry.target.id,
    })),
    findings: findings.items.map((finding) => ({
      id: finding.id,
      digest: digestOfFinding(finding),
      kind: finding.kind,
      title: finding.title,
      subjectName: finding.subject.name,
    })),
  };
});

async function checkpointsOf(range: Ctx, agentId: string | undefined): Promise<RangeRecords["checkpoints"]> {
  const { items } = await listCheckpoints(range, { agentId, box: "all", limit: MOST });
  const shown = [];
  for (const { id } of items) shown.push(await checkpointOf(range, id));
  return shown;
}

/** As its page is drawn: from the canonical bytes, with what the page names in them. */
async function checkpointOf(range: Ctx, id: string): Promise<RangeRecords["checkpoints"][number]> {
  const { digest, tool, status, action, agentReason, uninspectable, stepUp } = await getCheckpoint(range, { id });
  const grant = await range.db.grant.findFirst({
    where: { orgId: range.orgId, checkpointId: id },
    select: { id: true },
  });
  const words = textsIn(Action.parse(JSON.parse(action)).arguments).map(reveal);
  const revealed = [
    ...new Set(words.flatMap(({ findings, mixedScript }) => [...findings.map(({ kind }) => kind), ...mixedScript])),
  ];
  const facts = { id, digest, tool, status, action, agentReason, uninspectable, stepUp };
  return { ...facts, revealed, grantId: grant?.id ?? null };
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(textsIn);
}
