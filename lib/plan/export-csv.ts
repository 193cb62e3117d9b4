/** The tasks as a table. Pure. RFC 4180, and safe in a spreadsheet: no text of a person becomes a formula. */
import { type CsvCell, csvTable } from "@/lib/shared/csv-cell";
import type { Task } from "./task-contract";

const columns = [
  "id",
  "sprint",
  "title",
  "detail",
  "status",
  "status_reason",
  "owner",
  "due",
  "first_planned",
  "days_later",
  "overdue",
  "waits_for",
  "evidence",
  "comments",
] as const;

const rowOf = (task: Task): Record<(typeof columns)[number], CsvCell> => ({
  id: task.id,
  sprint: task.sprint,
  title: task.title,
  detail: task.detail,
  status: task.status,
  status_reason: task.statusReason,
  owner: task.owner?.name ?? null,
  due: task.dueOn,
  first_planned: task.firstDueOn,
  days_later: task.daysLater,
  overdue: task.overdue ? "yes" : "no",
  waits_for: task.dependsOn.map(({ title }) => title).join("; "),
  evidence: task.evidence,
  comments: task.comments,
});

export const csvOf = (tasks: readonly Task[]): string =>
  csvTable([columns, ...tasks.map(rowOf).map((row) => columns.map((column) => row[column]))]);
