/** For integration tests: a plan that starts today in UTC and knows no week-end, so that dates are plain sums. */
import { database } from "@/lib/db/client";
import type { TestOrg } from "@/lib/identity/testing";
import type { Plan } from "./contract";
import { getPlan } from "./get-plan";
import { listTasks } from "./list-tasks";
import { dayIn } from "./rules";
import { startPlan } from "./start-plan";
import type { Task } from "./task-contract";

export const todayIn = (zone = "UTC"): string => dayIn(zone, new Date());

type More = { startsOn?: string; timeZone?: string; workingDays?: number[] };
export const testPlan = (org: TestOrg, more: More = {}): Promise<Plan> =>
  startPlan(org.ctx, { startsOn: todayIn(), timeZone: "UTC", workingDays: [1, 2, 3, 4, 5, 6, 7], ...more });

export async function planOf(org: TestOrg): Promise<Plan> {
  const { plan } = await getPlan(org.ctx, {});
  if (!plan) throw new Error("there is no plan");
  return plan;
}

export async function taskNamed(org: TestOrg, start: string): Promise<Task> {
  const found = (await listTasks(org.ctx, {})).items.find(({ title }) => title.startsWith(start));
  if (!found) throw new Error(`there is no task ${start}`);
  return found;
}

export const auditOf = async (targetId: string): Promise<string[]> =>
  (await database().auditEntry.findMany({ where: { targetId }, orderBy: { seq: "asc" } })).map(({ action }) => action);
