/** Looks at every agent of an organisation, and notes what changed since the last look. */
import { type Ctx, databaseNow, type TxCtx, transaction } from "@/lib/db/ctx";
import { notify } from "@/lib/db/notify";
import { SLOW_MS } from "@/lib/shared/look";
import { movementOf } from "./causes";
import type { AgentStage } from "./contract";
import { type Change, changeOf, removal, type Seen, same, seen } from "./diff";
import { readFacts } from "./facts";
import { countStages, organisationOf } from "./organisation-rules";
import { keepLook, wideOf } from "./overview-look";
import { stageOf } from "./rules";
import { claimRun, keepSeen, keepStanding, readSeen, writeChanges } from "./write-history";

/**
 * Facts are read before anything is locked, and only the newest look writes: of two workers at once, the second finds what
 * the first has written and nothing to add. What took longer than `slowMs` is kept for the dashboard as well. Returns how many agents
 * changed; null when a later look was there before.
 */
export async function recomputeMaturity(ctx: Ctx, slowMs = SLOW_MS): Promise<number | null> {
  const began = performance.now();
  const now = await databaseNow(ctx.db);
  const { agents, fleet } = await readFacts(ctx, now);
  const stages = agents.map(stageOf);
  const overview = performance.now() - began > slowMs ? await wideOf(ctx, now, { agents, fleet, stages }) : null;
  return transaction(ctx, async (tx) => {
    if (!(await claimRun(tx, now))) return null;
    const changes = await noteAgents(tx, now, stages);
    await keepStanding(tx, now, standingOf(stages), movementOf(changes));
    await keepLook(tx, Math.round(performance.now() - began), overview);
    if (changes.length > 0) await notify(tx.db, { orgId: tx.orgId, topic: "maturity", ref: "changed" });
    return changes.length;
  });
}

async function noteAgents(tx: TxCtx, now: Date, stages: readonly AgentStage[]): Promise<Change[]> {
  const known = new Map((await readSeen(tx)).map((one) => [one.agentId, one]));
  const changes: Change[] = [];
  const kept: (Seen & { changed: boolean })[] = [];
  for (const stage of stages) {
    const [before, after] = [known.get(stage.agentId) ?? null, seen(stage)];
    known.delete(stage.agentId);
    if (before && same(before, after)) continue;
    const change = changeOf(before, stage);
    kept.push({ ...after, changed: change !== null });
    if (change) changes.push(change);
  }
  for (const gone of known.values()) changes.push(removal(gone));
  await keepSeen(tx, now, kept);
  await writeChanges(tx, now, changes);
  return changes;
}

function standingOf(stages: AgentStage[]) {
  const { stage, score } = organisationOf(stages);
  return { stage, score, ...countStages(stages), stopped: stages.filter(({ status }) => status !== "active").length };
}
