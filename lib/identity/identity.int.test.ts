import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { contextFor, nobody } from "@/lib/db/ctx";
import { actByTwo } from "@/lib/enforcement/testing";
import { editPerson } from "@/lib/guarded/edit-person";
import { invitePerson } from "@/lib/guarded/invite-person";
import { getOrganisation } from "./get-organisation";
import { getTrust } from "./get-trust";
import { listPeople } from "./list-people";
import { renameOrganisation } from "./rename-organisation";
import { type TestOrg, testOrg } from "./testing";

await testDatabase();

let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
  [org, other] = [await testOrg(), await testOrg()];
});

const stranger = contextFor(nobody, "");
const lastEntry = (targetId: string) =>
  database().auditEntry.findFirst({
    where: { targetId },
    orderBy: { seq: "desc" },
    select: { action: true, leaf: true },
  });

describe("people", () => {
  test("are edited and invited by admins only; a refusal is recorded", async () => {
    for (const role of ["security", "owner", "approver", "compliance", "executive", "auditor"] as const) {
      const edit = editPerson(org.as(role), { id: org.users.owner.id, name: "X" });
      await expect(edit).rejects.toMatchObject({ code: "forbidden" });
      const invited = invitePerson(org.as(role), { email: "x@example.test", name: "X", roles: ["admin"] });
      await expect(invited).rejects.toMatchObject({ code: "forbidden" });
    }
    expect((await lastEntry("identity.editPerson"))?.action).toBe("access.refused");
  });

  test("of another organisation are as if they did not exist", async () => {
    const edit = editPerson(org.ctx, { id: other.users.owner.id, name: "X" });
    await expect(edit).rejects.toMatchObject({ code: "not_found" });
    const { items } = await listPeople(org.ctx, {});
    expect(items).toHaveLength(7);
    expect(items.map(({ id }) => id)).not.toContain(other.users.owner.id);
  });

  test("take no members that nobody declared, and no role that does not exist", async () => {
    const id = org.users.owner.id;
    await expect(editPerson(org.ctx, { ...{ id, passwordHash: "x" } })).rejects.toMatchObject({
      code: "invalid_input",
    });
    const roles = JSON.parse('["root"]');
    await expect(editPerson(org.ctx, { id, roles })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("cannot be left without an admin, not even by two demotions at the same moment", async () => {
    const own = await testOrg();
    const { ctx, users, as } = own;
    const demote = (id: string) => editPerson(ctx, { id, roles: ["auditor"] });
    await expect(demote(users.admin.id)).rejects.toMatchObject({ code: "conflict" });
    await expect(editPerson(as("admin"), { id: users.admin.id, status: "disabled" })).rejects.toMatchObject({
      code: "conflict",
    });
    await actByTwo(own, editPerson(ctx, { id: users.owner.id, roles: ["admin", "owner"], reason: "for the test" }));
    const both = await Promise.allSettled([demote(users.admin.id), demote(users.owner.id)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("are recorded with what changed; a repeated edit records nothing", async () => {
    const { ctx, users } = await testOrg();
    const edited = await editPerson(ctx, { id: users.approver.id, roles: ["approver", "auditor", "auditor"] });
    expect(edited.roles).toEqual(["approver", "auditor"]);
    const entry = await lastEntry(users.approver.id);
    expect(JSON.parse(entry?.leaf ?? "").detail).toMatchObject({
      before: { roles: ["approver"] },
      after: { roles: ["approver", "auditor"] },
    });
    await editPerson(ctx, { id: users.approver.id, roles: ["auditor", "approver"] });
    expect(await lastEntry(users.approver.id)).toEqual(entry);
    await editPerson(ctx, { id: users.approver.id, status: "disabled" });
    expect((await lastEntry(users.approver.id))?.action).toBe("person.disabled");
  });

  test("are found by part of a name or address", async () => {
    const { items } = await listPeople(org.ctx, { q: "THE COMPL" });
    expect(items.map(({ roles }) => roles)).toEqual([["compliance"]]);
  });
});

describe("the organisation", () => {
  test("is renamed by admins only, and shows each its own keys", async () => {
    await expect(renameOrganisation(org.as("auditor"), { name: "X" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(getOrganisation(stranger, {})).rejects.toMatchObject({ code: "unauthenticated" });
    const [ours, theirs] = [await getTrust(org.as("auditor"), {}), await getTrust(other.ctx, {})];
    expect(ours.keys).toHaveLength(1);
    expect(ours.keys[0]?.publicKey).toContain("BEGIN PUBLIC KEY");
    expect(ours.keys[0]?.keyId).not.toBe(theirs.keys[0]?.keyId);
  });

  test("keeps its former name in the audit log", async () => {
    const fresh = await testOrg();
    await renameOrganisation(fresh.ctx, { name: "Renamed" });
    expect(JSON.parse((await lastEntry(fresh.orgId))?.leaf ?? "").detail).toEqual({
      before: "Test organisation",
      after: "Renamed",
    });
  });
});
