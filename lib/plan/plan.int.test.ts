import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { editPerson } from "@/lib/guarded/edit-person";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { newId } from "@/lib/shared/ids";
import { addRemark } from "./add-remark";
import { addTask } from "./add-task";
import { editTask } from "./edit-task";
import { endPlan } from "./end-plan";
import { getPlan } from "./get-plan";
import { getTask } from "./get-task";
import { listTasks } from "./list-tasks";
import { replan } from "./replan";
import { addDays, workingDay } from "./rules";
import { startPlan } from "./start-plan";
import { templateTasks } from "./template";
import { auditOf, taskNamed as named, planOf, testPlan, todayIn as today } from "./testing";

await testDatabase();
let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
  other = await testOrg();
});
beforeEach(async () => {
  org = await testOrg();
});

const code = (value: string) => expect.objectContaining({ code: value });
const at = (path: string) =>
  expect.objectContaining({ code: "invalid_input", invalidParams: [expect.objectContaining({ path })] });
const start = (more: Parameters<typeof testPlan>[1] = {}) => testPlan(org, more);
const taskNamed = (title: string) => named(org, title);

describe("starting", () => {
  test("a past day is refused in the zone of the plan, at both ends of the world", async () => {
    for (const timeZone of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
      const startsOn = addDays(today(timeZone), -1);
      await expect(start({ startsOn, timeZone })).rejects.toEqual(at("startsOn"));
    }
    await expect(start({ startsOn: addDays(today(), 400) })).rejects.toEqual(at("startsOn"));
  });
  test("no such day, zone or week is refused", async () => {
    await expect(start({ startsOn: "2026-02-30" })).rejects.toEqual(at("startsOn"));
    await expect(start({ timeZone: "Europe/Nowhere" })).rejects.toEqual(at("timeZone"));
    await expect(start({ workingDays: [] })).rejects.toEqual(at("workingDays"));
  });
  test("owners and approvers do not start one", async () => {
    for (const role of ["owner", "approver", "compliance", "auditor"] as const)
      await expect(startPlan(org.as(role), { startsOn: today(), timeZone: "UTC" })).rejects.toEqual(code("forbidden"));
  });
  test("one is active at a time, however many start at once", async () => {
    const started = await Promise.allSettled([start(), start(), start()]);
    expect(started.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of started) if (one.status === "rejected") expect(one.reason).toEqual(code("conflict"));
  });
  test("it has the three sprints with their tasks, dated in its zone, and is in the audit log", async () => {
    const made = await start({ timeZone: "Pacific/Kiritimati", startsOn: addDays(today(), 3) });
    expect(made.sprints.map(({ title }) => title)).toEqual(["Observe", "Enforce", "Isolate"]);
    expect(made.endsOn).toBe(addDays(made.startsOn, 89));
    expect(made.today).toBe(today("Pacific/Kiritimati"));
    expect((await listTasks(org.ctx, {})).items).toHaveLength(templateTasks.length);
    expect(await taskNamed("Name the owners")).toMatchObject({
      dueOn: addDays(made.startsOn, 6),
      daysLater: 0,
      owner: null,
    });
    expect(await auditOf(made.id)).toEqual(["plan.started"]);
    expect((await getPlan(other.ctx, {})).plan).toBeNull();
  });
});

describe("planning anew", () => {
  test("is refused without a plan, and to before the running one began", async () => {
    await expect(replan(org.ctx, { startsOn: today(), reason: "x" })).rejects.toEqual(code("conflict"));
    await start();
    await expect(replan(org.ctx, { startsOn: addDays(today(), -1), reason: "x" })).rejects.toEqual(at("startsOn"));
  });
  test("moves what is open, keeps what is closed and every baseline, and says how many days later each task is", async () => {
    const made = await start();
    const done = await taskNamed("Bring every agent");
    await editTask(org.ctx, { id: done.id, version: done.version, status: "done" });
    const chosen = await taskNamed("Find shared");
    await editTask(org.ctx, { id: chosen.id, version: chosen.version, dueOn: addDays(today(), 25) });
    await replan(org.ctx, { startsOn: addDays(today(), 14), reason: "people were away" });
    expect(await taskNamed("Bring every agent")).toMatchObject({ dueOn: done.dueOn, daysLater: 0 });
    const moved = await taskNamed("Name the owners");
    expect(moved).toMatchObject({ dueOn: addDays(today(), 20), firstDueOn: addDays(today(), 6), daysLater: 14 });
    expect(await taskNamed("Find shared")).toMatchObject({ dueOn: addDays(today(), 39), daysLater: 18 });
    expect((await planOf(org)).baselines).toMatchObject([
      { number: 2, reason: "people were away" },
      { number: 1, reason: null },
    ]);
    expect((await getTask(org.ctx, { id: moved.id })).baselines.map(({ dueOn }) => dueOn)).toEqual([
      addDays(today(), 6),
      addDays(today(), 20),
    ]);
    expect(await auditOf(made.id)).toEqual(["plan.started", "plan.replanned"]);
    await expect(
      database().planBaseline.updateMany({ where: { planId: made.id }, data: { byName: "x" } }),
    ).rejects.toThrow(/does not change/);
  });
});

test("an ended plan says why, changes no more, and makes room for the next", async () => {
  const made = await start();
  const task = await taskNamed("Name the owners");
  await expect(endPlan(org.as("owner"), { reason: "x" })).rejects.toEqual(code("forbidden"));
  await endPlan(org.as("executive"), { reason: "a merger" });
  expect(await getPlan(org.ctx, {})).toMatchObject({ plan: null, earlier: [{ id: made.id, endReason: "a merger" }] });
  await expect(editTask(org.ctx, { id: task.id, version: 1, status: "done" })).rejects.toEqual(code("conflict"));
  await expect(addRemark(org.ctx, { id: task.id, kind: "comment", text: "late" })).rejects.toEqual(code("conflict"));
  expect((await getTask(org.ctx, { id: task.id })).planActive).toBe(false);
  expect((await listTasks(org.ctx, {})).items).toEqual([]);
  expect((await listTasks(org.ctx, { planId: made.id, sprint: 1 })).items.map(({ id }) => id)).toContain(task.id);
  await expect(listTasks(other.ctx, { planId: made.id })).rejects.toEqual(code("not_found"));
  expect((await start()).id).not.toBe(made.id);
});

describe("a task", () => {
  test("takes no owner of another organisation, and none who is disabled", async () => {
    await start();
    const { id, version } = await taskNamed("Name the owners");
    for (const ownerId of [other.users.owner.id, newId("user")])
      await expect(editTask(org.ctx, { id, version, ownerId })).rejects.toEqual(at("ownerId"));
    await editPerson(org.ctx, { id: org.users.approver.id, status: "disabled" });
    await expect(editTask(org.ctx, { id, version, ownerId: org.users.approver.id })).rejects.toEqual(at("ownerId"));
  });
  test("is another organisation's secret", async () => {
    await start();
    const { id } = await taskNamed("Name the owners");
    await expect(getTask(other.ctx, { id })).rejects.toEqual(code("not_found"));
    await expect(editTask(other.ctx, { id, version: 1, status: "done" })).rejects.toEqual(code("not_found"));
    await expect(addRemark(other.ctx, { id, kind: "comment", text: "x" })).rejects.toEqual(code("not_found"));
  });
  test("waits for no task that waits for it, and the refusal names the circle", async () => {
    await start();
    const [first, last] = [await taskNamed("Bring every agent"), await taskNamed("Write the baseline")];
    const circle = editTask(org.ctx, { id: first.id, version: 1, dependsOn: [last.id] });
    await expect(circle).rejects.toThrow(
      /“Bring every agent into the inventory” waits for “Write the baseline report”/,
    );
    await expect(editTask(org.ctx, { id: first.id, version: 1, dependsOn: [first.id] })).rejects.toEqual(
      at("dependsOn"),
    );
    await expect(editTask(org.ctx, { id: first.id, version: 1, dependsOn: [newId("planTask")] })).rejects.toEqual(
      at("dependsOn"),
    );
  });
  test("is not due in the past, nor on a day on which nobody works", async () => {
    await start({ workingDays: [1, 2, 3, 4, 5] });
    const { id, version } = await taskNamed("Name the owners");
    await expect(editTask(org.ctx, { id, version, dueOn: addDays(today(), -1) })).rejects.toEqual(at("dueOn"));
    let saturday = addDays(today(), 7);
    while (workingDay(saturday, [6]) !== saturday) saturday = addDays(saturday, 1);
    await expect(editTask(org.ctx, { id, version, dueOn: saturday })).rejects.toThrow(/no working day of this plan/);
  });
  test("is not done before what it waits for, and not needed only with a reason", async () => {
    await start();
    const { id, version } = await taskNamed("Name the owners");
    await expect(editTask(org.ctx, { id, version, status: "done" })).rejects.toThrow(/“Bring every agent/);
    await expect(editTask(org.ctx, { id, version, status: "not_needed" })).rejects.toEqual(at("statusReason"));
    const first = await taskNamed("Bring every agent");
    await editTask(org.ctx, { id: first.id, version: 1, status: "not_needed", statusReason: "done last year" });
    expect(await editTask(org.ctx, { id, version, status: "done" })).toMatchObject({ status: "done", overdue: false });
  });
  test("is not overwritten by who read an older one, and a change of nothing leaves no trace", async () => {
    await start();
    const { id } = await taskNamed("Name the owners");
    const owned = await editTask(org.ctx, { id, version: 1, ownerId: org.users.owner.id });
    await expect(editTask(org.ctx, { id, version: 1, ownerId: null })).rejects.toEqual(code("conflict"));
    await editTask(org.ctx, { id, version: owned.version, ownerId: org.users.owner.id });
    expect(await auditOf(id)).toEqual(["planTask.edited"]);
  });
  test("is worked on by its owner alone, who does not move it", async () => {
    await start();
    const { id } = await taskNamed("Name the owners");
    const { version } = await editTask(org.ctx, { id, version: 1, ownerId: org.users.owner.id });
    await expect(editTask(org.as("approver"), { id, version, status: "in_progress" })).rejects.toEqual(
      code("forbidden"),
    );
    await expect(editTask(org.as("owner"), { id, version, dueOn: addDays(today(), 9) })).rejects.toEqual(
      code("forbidden"),
    );
    await expect(editTask(org.as("auditor"), { id, version, status: "open" })).rejects.toEqual(code("forbidden"));
    expect((await editTask(org.as("owner"), { id, version, status: "in_progress" })).status).toBe("in_progress");
    expect((await listTasks(org.ctx, { owner: org.users.owner.id })).items.map((one) => one.id)).toEqual([id]);
    expect((await listTasks(org.ctx, { status: "in_progress", owner: "none" })).items).toEqual([]);
  });
  test("keeps evidence and comments as they were said; a link is https and nothing else", async () => {
    await start();
    const { id } = await taskNamed("Name the owners");
    for (const text of ["http://example.test", "javascript:alert(1)", "data:text/html,x", "https://", "the wiki"])
      await expect(addRemark(org.ctx, { id, kind: "link", text })).rejects.toEqual(at("text"));
    await addRemark(org.as("compliance"), { id, kind: "link", text: "https://wiki.example.test/owners?a=1" });
    await addRemark(org.as("owner"), { id, kind: "comment", text: "<b>two are missing</b>" });
    const whole = await getTask(org.as("auditor"), { id });
    expect(whole).toMatchObject({
      evidence: 1,
      comments: 1,
      remarks: [{ kind: "link" }, { text: "<b>two are missing</b>" }],
    });
    expect(whole.history.map(({ what }) => what)).toEqual(["evidence: a link", "a comment"]);
    await expect(database().planRemark.updateMany({ where: { taskId: id }, data: { text: "x" } })).rejects.toThrow(
      /does not change/,
    );
  });
  test("of one's own is added with its dependencies, and slips from when it was added", async () => {
    await start();
    const first = await taskNamed("Bring every agent");
    const asked = { sprint: 1, title: "Ask the works council", dueOn: addDays(today(), 10), dependsOn: [first.id] };
    await expect(addTask(org.as("owner"), asked)).rejects.toEqual(code("forbidden"));
    const added = await addTask(org.ctx, asked);
    expect(added).toMatchObject({ sprint: 1, daysLater: 0, dependsOn: [{ title: first.title }] });
    await replan(org.ctx, { startsOn: addDays(today(), 7), reason: "later" });
    expect(await taskNamed("Ask the works")).toMatchObject({ dueOn: addDays(today(), 17), daysLater: 7 });
  });
});
