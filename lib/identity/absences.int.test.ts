import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { contextFor } from "@/lib/db/ctx";
import { editPerson } from "@/lib/guarded/edit-person";
import { createApiKey } from "./create-api-key";
import { endAbsenceOf } from "./end-absence-of";
import { listAbsences } from "./list-absences";
import { resolveApiKey } from "./resolve-api-key";
import { setAbsence } from "./set-absence";
import { setAbsenceOf } from "./set-absence-of";
import { type TestOrg, testOrg } from "./testing";

await testDatabase();
let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
  [org, other] = [await testOrg(), await testOrg()];
});

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const span = { from: inHours(-1), until: inHours(5) };
const alone = { ...span, delegateId: null };
const code = (value: string) => expect.objectContaining({ code: value });
const awayIds = async () => (await listAbsences(org.ctx, {})).items.map(({ person }) => person.id);

describe("the absence of somebody else is refused", () => {
  test("to everyone but an admin, and to a program", async () => {
    const id = org.users.owner.id;
    for (const role of ["security", "owner", "approver", "compliance", "executive", "auditor"] as const) {
      await expect(setAbsenceOf(org.as(role), { id, ...alone })).rejects.toEqual(code("forbidden"));
      await expect(endAbsenceOf(org.as(role), { id })).rejects.toEqual(code("forbidden"));
    }
    const found = await resolveApiKey((await createApiKey(org.ctx, { name: "rota", role: "admin" })).secret);
    if (!found) throw new Error("the key is not known");
    const program = contextFor(found.actor, found.orgId);
    await expect(setAbsenceOf(program, { id, ...alone })).rejects.toEqual(code("forbidden"));
    await expect(endAbsenceOf(program, { id })).rejects.toEqual(code("forbidden"));
    expect(await awayIds()).toEqual([]);
  });
  test("of another organisation, as if they did not exist", async () => {
    const id = other.users.owner.id;
    await expect(setAbsenceOf(org.ctx, { id, ...alone })).rejects.toEqual(code("not_found"));
    await setAbsence(other.as("owner"), alone);
    await expect(endAbsenceOf(org.ctx, { id })).rejects.toEqual(code("not_found"));
    expect((await listAbsences(other.ctx, {})).items).toHaveLength(1);
    const mine = { id: org.users.owner.id, ...span, delegateId: id };
    await expect(setAbsenceOf(org.ctx, mine)).rejects.toEqual(code("invalid_input"));
  });
  test("when it would put whoever says it in their place, or the person in their own", async () => {
    const id = org.users.owner.id;
    for (const delegateId of [org.users.admin.id, id])
      await expect(setAbsenceOf(org.ctx, { id, ...span, delegateId })).rejects.toMatchObject({
        code: "invalid_input",
        message: expect.stringMatching(/put yourself|Somebody else must stand in/),
      });
    expect(await awayIds()).toEqual([]);
  });
  test("with an end before the beginning, in the past, or more than a year long", async () => {
    const id = org.users.owner.id;
    for (const [from, until] of [
      [5, 1],
      [-5, -1],
      [0, 24 * 400],
    ] as const)
      await expect(
        setAbsenceOf(org.ctx, { id, from: inHours(from), until: inHours(until), delegateId: null }),
      ).rejects.toEqual(code("invalid_input"));
  });
  test("of somebody who is disabled", async () => {
    const id = org.users.auditor.id;
    await editPerson(org.ctx, { id, status: "disabled" });
    await expect(setAbsenceOf(org.ctx, { id, ...alone })).rejects.toEqual(code("conflict"));
  });
});

test("an admin says that somebody is away and who stands in, and ends it; both are on record under the admin's name", async () => {
  const id = org.users.owner.id;
  const delegateId = org.users.approver.id;
  const kept = await setAbsenceOf(org.ctx, { id, ...span, delegateId });
  expect(kept).toMatchObject({ person: { id }, delegate: { id: delegateId }, now: true });
  expect(await awayIds()).toEqual([id]);
  expect(await endAbsenceOf(org.ctx, { id })).toEqual({ ended: true });
  expect(await endAbsenceOf(org.ctx, { id })).toEqual({ ended: false });
  expect(await awayIds()).toEqual([]);
  const entries = await database().auditEntry.findMany({
    where: { orgId: org.orgId, targetId: id, action: { in: ["absence.set", "absence.ended"] } },
    orderBy: { seq: "asc" },
    select: { action: true, actorId: true },
  });
  expect(entries).toEqual([
    { action: "absence.set", actorId: org.users.admin.id },
    { action: "absence.ended", actorId: org.users.admin.id },
  ]);
});
