/** Tasks of the plan. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";
import { Day, why } from "./gate-contract";

export const TaskStatus = z.enum(["open", "in_progress", "done", "not_needed"]);
export type TaskStatus = z.infer<typeof TaskStatus>;

/** More than these is no plan any more. */
export const MOST_TASKS = 200;

const Named = z.object({ id: z.string(), title: z.string(), status: TaskStatus });

export const Task = z.object({
  id: z.string(),
  sprint: z.int(),
  title: z.string(),
  detail: z.string(),
  /** The page on which it is done. */
  href: z.string().nullable(),
  /** active: false once they are disabled, or gone; the task then waits for somebody else. */
  owner: z.object({ id: z.string(), name: z.string(), active: z.boolean() }).nullable(),
  dueOn: Day,
  /** As it was first planned, and how many days later it is now. */
  firstDueOn: Day,
  daysLater: z.int(),
  overdue: z.boolean(),
  status: TaskStatus,
  statusReason: z.string().nullable(),
  dependsOn: z.array(Named),
  version: z.int(),
  evidence: z.int(),
  comments: z.int(),
});
export type Task = z.infer<typeof Task>;

export const TaskFilters = z.strictObject({
  sprint: z.coerce.number().int().min(1).max(3).optional(),
  status: TaskStatus.optional(),
  /** A person's id, or `none`. */
  owner: z.string().max(100).refine(isStorable, notStorable).optional(),
});
export type TaskFilters = z.infer<typeof TaskFilters>;

export const listTasksOp = operation({
  id: "plan.listTasks",
  http: "GET /v1/plan/tasks",
  permission: "plan:read",
  summary:
    "List the tasks of the active plan, in their order, or of an earlier one; none where there is no active plan",
  input: TaskFilters.extend({ planId: idOf("plan").optional() }),
  output: z.object({ items: z.array(Task), total: z.int() }),
});

export const RemarkKind = z.enum(["comment", "note", "link"]);
export type RemarkKind = z.infer<typeof RemarkKind>;

/** A note or a link is evidence. */
export const Remark = z.object({
  id: z.string(),
  kind: RemarkKind,
  text: z.string(),
  byName: z.string(),
  at: Instant,
});
export type Remark = z.infer<typeof Remark>;

export const WholeTask = Task.extend({
  /** False once the plan has ended: nothing of it changes any more. */
  planActive: z.boolean(),
  /** Its date in each baseline, oldest first; null in those that were made before it was added. */
  baselines: z.array(z.object({ number: z.int(), at: Instant, dueOn: Day.nullable() })),
  /** Oldest first. */
  remarks: z.array(Remark),
  /** From the audit log, oldest first. */
  history: z.array(
    z.object({ id: z.string(), action: z.string(), at: Instant, byName: z.string(), what: z.string().nullable() }),
  ),
});
export type WholeTask = z.infer<typeof WholeTask>;

export const getTaskOp = operation({
  id: "plan.getTask",
  http: "GET /v1/plan/tasks/{id}",
  permission: "plan:read",
  summary: "Read one task with its evidence, comments and history",
  input: z.strictObject({ id: idOf("planTask") }),
  output: WholeTask,
});

const title = z.string().trim().min(1, "a title is needed").max(160).refine(isStorable, notStorable);
const detail = z.string().trim().max(1000).refine(isStorable, notStorable);
const dependsOn = z.array(idOf("planTask")).max(20);

export const addTaskOp = operation({
  id: "plan.addTask",
  http: "POST /v1/plan/tasks",
  creates: true,
  permission: "plan:manage",
  summary: "Add a task of one's own to a sprint of the active plan",
  input: z.strictObject({
    sprint: z.int().min(1).max(3),
    title,
    detail: detail.default(""),
    dueOn: Day,
    ownerId: idOf("user").nullable().default(null),
    dependsOn: dependsOn.default([]),
  }),
  output: Task,
  errors: ["conflict"],
});

export const editTaskOp = operation({
  id: "plan.editTask",
  http: "PATCH /v1/plan/tasks/{id}",
  permission: "plan:work",
  summary: "Change a task: its owner and date by who manages the plan, its status by its owner as well",
  input: z.strictObject({
    id: idOf("planTask"),
    /** As it was read: a task that changed since is not overwritten. */
    version: z.int(),
    ownerId: idOf("user").nullable().optional(),
    dueOn: Day.optional(),
    dependsOn: dependsOn.optional(),
    status: TaskStatus.optional(),
    /** Needed where it is not needed. */
    statusReason: why.optional(),
  }),
  output: Task,
  errors: ["conflict", "forbidden"],
});

const HttpsLink = z.url({ protocol: /^https$/, error: "a link that begins with https://" });

export const addRemarkOp = operation({
  id: "plan.addRemark",
  http: "POST /v1/plan/tasks/{id}/remarks",
  creates: true,
  permission: "plan:work",
  summary: "Add a comment, or evidence: a note or an https link. It cannot be changed afterwards",
  input: z
    .strictObject({
      id: idOf("planTask"),
      kind: RemarkKind,
      text: z.string().trim().min(1, "it is empty").max(2000).refine(isStorable, notStorable),
    })
    .superRefine(({ kind, text }, check) => {
      if (kind === "link" && !HttpsLink.safeParse(text).success)
        check.addIssue({ code: "custom", path: ["text"], message: "must be a link that begins with https://" });
    }),
  output: Remark,
  errors: ["conflict"],
});
