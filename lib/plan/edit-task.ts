import type { z } from "zod";
import { command } from "@/lib/audit/command";
import { rolesOf, type TxCtx } from "@/lib/db/ctx";
import type { PlanTask, Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { can } from "@/lib/shared/permissions";
import { checkDependencies, checkDue, checkOwner, invalid, type LockedTask, lockTask } from "./check-task";
import { dateOf, dayOf } from "./rows";
import { isClosed, planTasks, showTask } from "./show-tasks";
import { editTaskOp } from "./task-contract";

type Asked = Omit<z.output<typeof editTaskOp.input>, "id" | "version">;
/** What changes, and how the audit log says it. */
type Change = { data: Prisma.PlanTaskUpdateInput; what: string };

export const editTask = command(editTaskOp, async (tx, { id, version, ...asked }) => {
  const locked = await lockTask(tx, id);
  const { plan, task } = locked;
  checkEditor(tx, task, asked);
  if (task.version !== version)
    throw new Refusal("conflict", "The task changed since you read it. Look at it again; nothing was overwritten.");
  const changes = await changesOf(tx, locked, asked);
  const answer = { result: () => showTask(tx, plan, id, tx.now) };
  if (changes.length === 0) return { result: await answer.result(), event: "repetition" };
  const data = Object.assign({}, ...changes.map((change) => change.data), { version: version + 1, updatedAt: tx.now });
  await tx.db.planTask.update({ where: { id }, data });
  return {
    result: await answer.result(),
    event: {
      action: "planTask.edited",
      target: { kind: "planTask", id, name: task.title },
      detail: { plan: plan.id, what: changes.map(({ what }) => what).join("; ") },
    },
  };
});

/** Whoever manages the plan changes all of it; an owner says how far their own task is. */
function checkEditor({ actor }: TxCtx, task: PlanTask, { status, statusReason, ...more }: Asked): void {
  if (can(rolesOf(actor), "plan:manage")) return;
  if (actor.kind !== "user" || task.ownerId !== actor.id)
    throw new Refusal("forbidden", "Only its owner, and those who manage the plan, change a task.");
  if (Object.values(more).some((value) => value !== undefined))
    throw new Refusal(
      "forbidden",
      "Its owner says how far it is; who owns it, its date and what it waits for is for those who manage the plan.",
    );
}

async function changesOf(tx: TxCtx, { plan, task }: LockedTask, asked: Asked): Promise<Change[]> {
  const changes: Change[] = [];
  const { ownerId, dueOn } = asked;
  if (ownerId !== undefined && ownerId !== task.ownerId) {
    const name = await checkOwner(tx, ownerId);
    changes.push({ data: { ownerId }, what: name === null ? "nobody owns it any more" : `owner: ${name}` });
  }
  if (dueOn !== undefined && dueOn !== dayOf(task.dueOn)) {
    checkDue(plan, dueOn, tx.now);
    const what = `due ${dueOn} instead of ${dayOf(task.dueOn)}`;
    changes.push({ data: { dueOn: dateOf(dueOn), day: null }, what });
  }
  const all = await planTasks(tx, plan.id);
  const dependsOn = [...new Set(asked.dependsOn ?? task.dependsOn)];
  if (dependsOn.length !== task.dependsOn.length || dependsOn.some((id) => !task.dependsOn.includes(id))) {
    checkDependencies({ ...task, dependsOn }, all);
    changes.push({ data: { dependsOn }, what: `waits for ${titlesOf(all, dependsOn) || "nothing"}` });
  }
  return [
    ...changes,
    ...statusChange(
      task,
      asked,
      all.filter(({ id }) => dependsOn.includes(id)),
    ),
  ];
}

function statusChange(task: PlanTask, { status, statusReason }: Asked, dependencies: readonly PlanTask[]): Change[] {
  const reason = status === "not_needed" ? (statusReason ?? null) : null;
  if (status === "not_needed" && reason === null) throw invalid("statusReason", "Say why it is not needed.");
  if (status === undefined || (status === task.status && reason === task.statusReason)) return [];
  const open = dependencies.filter((one) => !isClosed(one.status));
  if (status === "done" && open.length > 0) {
    const ids = open.map(({ id }) => id);
    throw new Refusal(
      "conflict",
      `It waits for ${titlesOf(open, ids)}. Close that first, or do not let it wait for that.`,
    );
  }
  const words = { open: "open", in_progress: "in progress", done: "done", not_needed: `not needed: ${reason}` };
  return [{ data: { status, statusReason: reason }, what: words[status] }];
}

const titlesOf = (all: readonly PlanTask[], ids: readonly string[]): string =>
  all
    .filter(({ id }) => ids.includes(id))
    .map(({ title }) => `“${title}”`)
    .join(", ");
