import type { z } from "zod";
import { type Done, RecordedRefusal } from "@/lib/audit/command";
import { guardedCommand } from "@/lib/changes/guarded-command";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { checkOwners, editorOf, refuseOutsideUnit } from "./agent-owners";
import { type Agent, editAgentOp } from "./contract";
import { judgeAgent } from "./judge-agent";
import { loadAgent, refusingTaken } from "./rows";
import { changesBetween, distinctTags, factsOf, refusalToEdit } from "./rules";

type Edit = z.output<typeof editAgentOp.input>;

/** Stating less risk, another team, or oneself as the owner is for two people: policies and rules go by it. */
export const editAgent = guardedCommand(
  editAgentOp,
  {
    judge: async (tx, edit, by) => {
      const agent = await loadAgent(tx, edit.id);
      return judgeAgent(tx, agent, edited(agent, edit), by);
    },
  },
  saveEdit,
);

function edited(agent: Agent, { id: _, version: __, reason: ___, ...edits }: Edit) {
  const before = factsOf(agent);
  const dataClasses = [...new Set(edits.dataClasses ?? before.dataClasses)];
  return { ...before, ...edits, dataClasses, tags: distinctTags(edits.tags ?? before.tags) };
}

type Checked = { agent: Agent; before: ReturnType<typeof factsOf>; after: ReturnType<typeof factsOf> };

/** Everything that would refuse the edit, asked before anything is written: a preview asks the same. */
export async function checkedEdit(ctx: TxCtx, edit: Edit): Promise<Checked> {
  const agent = await loadAgent(ctx, edit.id);
  const before = factsOf(agent);
  const after = edited(agent, edit);
  const refusal = refusalToEdit(editorOf(ctx), before, after);
  if (refusal) {
    const detail = { operation: editAgentOp.id, reason: refusal };
    const target = { kind: "agent", id: agent.id, name: agent.name } as const;
    throw new RecordedRefusal("forbidden", refusal, { action: "access.refused", target, detail });
  }
  if (agent.status === "retired") {
    throw new Refusal("conflict", `${agent.name} is retired: its record stays as it is. Register a new agent.`);
  }
  if (agent.version !== edit.version) throw stale(agent);
  refuseOutsideUnit(ctx, after.team);
  await checkOwners(ctx, after, before);
  return { agent, before, after };
}

async function saveEdit(ctx: TxCtx, edit: Edit): Promise<Done<Agent>> {
  const { id, version } = edit;
  const { agent, before, after } = await checkedEdit(ctx, edit);
  const target = { kind: "agent", id, name: agent.name } as const;
  const changes = changesBetween(before, after);
  if (Object.keys(changes).length === 0) return { result: agent, event: "repetition" };

  const { count } = await refusingTaken(
    ctx.db.agent.updateMany({
      where: { id, orgId: ctx.orgId, version, status: agent.status },
      data: { ...after, version: { increment: 1 }, updatedAt: ctx.now },
    }),
    `There is an agent named ${after.name} already. Choose another name.`,
  );
  if (count === 0) throw stale(await loadAgent(ctx, id));
  const detail = { changes, version: version + 1 };
  return { result: await loadAgent(ctx, id), event: { action: "agent.edited", target, detail } };
}

const stale = ({ name, version }: Agent) =>
  new Refusal(
    "conflict",
    `${name} was changed by somebody else in the meantime: it is at version ${version} now. Load it again, then edit.`,
  );
