import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { actByTwo } from "@/lib/enforcement/testing";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { newId } from "@/lib/shared/ids";
import { clearFinding } from "./clear-finding";
import { countFindings } from "./count-findings";
import { dismissFinding } from "./dismiss-finding";
import { getFinding } from "./get-finding";
import { listFindings } from "./list-findings";
import { type NewFinding, raiseFinding } from "./raise-finding";
import { reopenFinding } from "./reopen-finding";

await testDatabase();
let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
  [org, other] = [await testOrg(), await testOrg()];
});

const found = (more: Partial<NewFinding> = {}): NewFinding => ({
  kind: "point.gap",
  severity: "medium",
  subject: { kind: "point", id: newId("point"), name: "A point" },
  title: "Events were lost",
  mend: "Look at its spool.",
  detail: { lost: 3 },
  ...more,
});
const raise = (one: NewFinding) => raiseFinding(org.system, one);
const clear = ({ kind, subject }: NewFinding) =>
  clearFinding(org.system, { kind, subjectId: subject.id, why: "It is whole again" });
const dismiss = (id: string) => dismissFinding(org.ctx, { id, reason: "Known and accepted" });
const actionsOf = async (targetId: string) =>
  (await database().auditEntry.findMany({ where: { targetId }, orderBy: { seq: "asc" } })).map(({ action }) => action);
const of = (one: NewFinding) => listFindings(org.ctx, { subjectId: one.subject.id });

describe("refuses", () => {
  test("another organisation's finding as if there were none", async () => {
    const id = await raiseFinding(other.system, found());
    const refused = { code: "not_found" };
    await expect(getFinding(org.ctx, { id })).rejects.toMatchObject(refused);
    await expect(dismiss(id)).rejects.toMatchObject(refused);
    await expect(reopenFinding(org.ctx, { id, reason: "x" })).rejects.toMatchObject(refused);
  });

  test("whoever may only read, when it comes to dismissing", async () => {
    const id = await raise(found());
    for (const role of ["owner", "auditor"] as const) {
      await expect(dismissFinding(org.as(role), { id, reason: "x" })).rejects.toMatchObject({ code: "forbidden" });
      await expect(getFinding(org.as(role), { id })).resolves.toMatchObject({ status: "open" });
    }
  });

  test("to dismiss without a reason, or what is resolved", async () => {
    const one = found();
    const id = await raise(one);
    await expect(dismissFinding(org.ctx, { id, reason: " " })).rejects.toMatchObject({ code: "invalid_input" });
    await clear(one);
    await expect(dismiss(id)).rejects.toMatchObject({ code: "conflict" });
  });

  test("to open a second one of the same", async () => {
    const one = found();
    const first = await raise(one);
    await dismiss(first);
    await raise({ ...one, detail: { lost: 4 } });
    await expect(reopenFinding(org.ctx, { id: first, reason: "x" })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a finding", () => {
  test("is open once, however many find it at the same moment", async () => {
    const one = found();
    const ids = await Promise.all(Array.from({ length: 12 }, () => raise(one)));
    expect(new Set(ids).size).toBe(1);
    const { items } = await of(one);
    expect(items).toMatchObject([{ status: "open", seen: 12, title: "Events were lost" }]);
    expect(await actionsOf(ids[0] ?? "")).toEqual(["finding.opened"]);
  });

  test("shows what was so when it was last seen", async () => {
    const one = found();
    const id = await raise(one);
    await raise({ ...one, severity: "high", title: "More events were lost", detail: { lost: 9 } });
    expect(await getFinding(org.ctx, { id })).toMatchObject({
      severity: "high",
      title: "More events were lost",
      detail: { lost: 9 },
      seen: 2,
    });
  });

  test("is closed by whoever sees that it is no longer so, and is another one when it comes back", async () => {
    const one = found();
    const first = await raise(one);
    expect(await clear(one)).toBe(true);
    expect(await clear(one)).toBe(false);
    expect(await getFinding(org.ctx, { id: first })).toMatchObject({
      status: "resolved",
      closed: { byName: org.system.actor.name, why: "It is whole again" },
    });
    const second = await raise(one);
    expect(second).not.toBe(first);
    expect((await of(one)).items.map(({ status }) => status)).toEqual(["open", "resolved"]);
  });

  test("that was dismissed stays so while its facts are the same", async () => {
    const one = found();
    const id = await raise(one);
    await dismiss(id);
    expect(await raise(one)).toBe(id);
    expect((await of(one)).items).toMatchObject([{ id, status: "dismissed", seen: 2 }]);
  });

  test("that was dismissed opens anew when its facts change", async () => {
    const one = found();
    const id = await raise(one);
    await dismiss(id);
    expect(await raise({ ...one, detail: { lost: 4 } })).not.toBe(id);
    expect((await of(one)).items.map(({ status }) => status)).toEqual(["open", "dismissed"]);
  });

  test("hinges on the facts that were named, not on all of its detail", async () => {
    const one = found({ facts: ["spool full"] });
    const id = await raise(one);
    await dismiss(id);
    expect(await raise({ ...one, detail: { lost: 99 } })).toBe(id);
  });

  test("that was dismissed and then was no longer so is new when it comes back", async () => {
    const one = found();
    const id = await raise(one);
    await dismiss(id);
    expect(await clear(one)).toBe(false);
    expect(await raise(one)).not.toBe(id);
  });

  test("is never doubled by being dismissed and raised at the same moment", async () => {
    for (let round = 0; round < 8; round++) {
      const one = found();
      const id = await raise(one);
      await Promise.all([dismiss(id), raise(one), raise(one)]);
      expect((await of(one)).items).toMatchObject([{ id, status: "dismissed" }]);
    }
  });

  test("has its whole history, with who and why", async () => {
    const id = await raise(found());
    await dismiss(id);
    await dismiss(id);
    await reopenFinding(org.ctx, { id, reason: "It matters after all" });
    const { history, status, closed } = await getFinding(org.as("owner"), { id });
    expect({ status, closed }).toEqual({ status: "open", closed: null });
    expect(history.map(({ action, byName, why }) => [action, byName, why])).toEqual([
      ["finding.opened", org.system.actor.name, null],
      ["finding.dismissed", "The admin", "Known and accepted"],
      ["finding.reopened", "The admin", "It matters after all"],
    ]);
  });

  test("takes whatever a machine wrote, with what cannot be stored written out", async () => {
    const id = await raise(found({ title: "a\0b \ud800", detail: { text: "\0 \udfff \\u0000" } }));
    const stored = await getFinding(org.ctx, { id });
    expect(stored).toMatchObject({ title: "a\\u0000b \\ud800", detail: { text: "\\u0000 \\udfff \\u0000" } });
  });
});

test("the list is filtered, and its pages follow one another without a gap", async () => {
  const mine = await testOrg();
  const subject = { kind: "point", id: newId("point"), name: "p" } as const;
  for (let part = 0; part < 5; part++) await raiseFinding(mine.system, found({ subject, part: String(part) }));
  const grave = await raiseFinding(mine.system, found({ kind: "point.weak", severity: "critical" }));
  await actByTwo(mine, dismissFinding(mine.ctx, { id: grave, reason: "x" }));
  expect((await listFindings(mine.ctx, { severity: "critical", status: "dismissed" })).items).toHaveLength(1);
  expect((await listFindings(mine.ctx, { kind: "point.weak", status: "open" })).items).toEqual([]);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listFindings(mine.ctx, { limit: 2, cursor });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(new Set(seen).size).toBe(6);
  expect(seen).toHaveLength(6);
  expect(await countFindings(mine.ctx, {})).toEqual({
    open: 5,
    bySeverity: { critical: 0, high: 0, medium: 5, low: 0 },
  });
});
