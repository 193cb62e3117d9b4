import { guardedCommand } from "@/lib/changes/guarded-command";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { registerAgent } from "@/lib/inventory/register-agent";
import { nextDrill } from "./drill-rules";
import { planView } from "./list-drills";
import { planDrillsOp } from "./proof-contract";

const daysOf: Record<string, number | null> = { off: null, daily: 1, weekly: 7 };

export const planDrills = guardedCommand(
  planDrillsOp,
  {
    judge: async (tx, { every }) => {
      const known = (await tx.db.drillPlan.findUnique({ where: { orgId: tx.orgId } }))?.every ?? "off";
      const change = { before: daysOf[known] ?? null, after: daysOf[every] ?? null };
      return {
        kind: "schedule",
        subject: "drills",
        title: "How often drills run",
        base: known,
        texts: [{ title: "Drills", before: known, after: every }],
        weakenings: weakeningsOf("schedule", { what: "Drills", ...change }),
      };
    },
  },
  async (tx, { every }) => {
    const known = await tx.db.drillPlan.findUnique({ where: { orgId: tx.orgId } });
    const canaryId = known && (await isUsable(tx, known.canaryId)) ? known.canaryId : await makeCanary(tx);
    const nextAt = nextDrill(every, tx.now);
    const plan = await tx.db.drillPlan.upsert({
      where: { orgId: tx.orgId },
      create: { orgId: tx.orgId, canaryId, every, nextAt },
      update: { canaryId, every, nextAt },
    });
    return {
      result: await planView(tx, plan),
      event: {
        action: "drill.planned",
        target: { kind: "agent", id: canaryId, name: "Drill canary" },
        detail: { every, from: known?.every ?? null, nextAt: nextAt?.toISOString() ?? null },
      },
    };
  },
);

async function isUsable(tx: TxCtx, id: string): Promise<boolean> {
  const agent = await tx.db.agent.findUnique({
    where: { id_orgId: { id, orgId: tx.orgId } },
    select: { status: true },
  });
  return agent !== null && agent.status !== "retired";
}

/** An agent like any other for every point, and one that nobody runs. */
async function makeCanary(tx: TxCtx): Promise<string> {
  const others = await tx.db.agent.count({ where: { orgId: tx.orgId, name: { startsWith: "Drill canary" } } });
  const { id } = await registerAgent(tx, {
    name: others === 0 ? "Drill canary" : `Drill canary ${others + 1}`,
    purpose:
      "Exists to be killed in drills, so that it is known how fast and how surely every point stops an agent. Nobody runs it.",
    riskTier: "low",
    ownerId: null,
  });
  return id;
}
