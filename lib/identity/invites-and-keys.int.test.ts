import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { contextFor, nobody } from "@/lib/db/ctx";
import { shownByTwo } from "@/lib/enforcement/testing";
import { invitePerson } from "@/lib/guarded/invite-person";
import { newId } from "@/lib/shared/ids";
import { acceptInvite } from "./accept-invite";
import { createApiKey } from "./create-api-key";
import { findInvite } from "./find-invite";
import { listApiKeys } from "./list-api-keys";
import { listInvites } from "./list-invites";
import { listPeople } from "./list-people";
import { resolveApiKey } from "./resolve-api-key";
import { revokeApiKey } from "./revoke-api-key";
import { revokeInvite } from "./revoke-invite";
import { startSession } from "./start-session";
import { type TestOrg, testOrg } from "./testing";

await testDatabase();

let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
  [org, other] = [await testOrg(), await testOrg()];
});

const stranger = contextFor(nobody, "");
const password = "correct horse battery";
const lastEntry = (targetId: string) =>
  database().auditEntry.findFirst({
    where: { targetId },
    orderBy: { seq: "desc" },
    select: { action: true, leaf: true },
  });

async function invite(to: TestOrg, email = `${newId("request")}@example.test`) {
  const made = await shownByTwo(
    to,
    invitePerson(to.ctx, { email, name: "New Person", roles: ["approver"], reason: "for the test" }),
  );
  return { ...made, token: new URL(made.link).searchParams.get("token") ?? "" };
}

describe("invitations", () => {
  test("cannot be accepted with an unknown, withdrawn, expired or used token", async () => {
    const accept = (token: string) => acceptInvite(stranger, { token, password });
    await expect(accept("x".repeat(43))).rejects.toMatchObject({ code: "token_refused" });
    const withdrawn = await invite(org);
    await revokeInvite(org.ctx, { id: withdrawn.id });
    await expect(accept(withdrawn.token)).rejects.toMatchObject({ code: "token_refused" });
    const expired = await invite(org);
    await database().invite.update({ where: { id: expired.id }, data: { expiresAt: new Date() } });
    await expect(accept(expired.token)).rejects.toMatchObject({ code: "expired" });
    const used = await invite(org);
    await accept(used.token);
    await expect(accept(used.token)).rejects.toMatchObject({ code: "token_refused" });
  });

  test("let one in when two accept at the same moment", async () => {
    const { token, email } = await invite(org);
    const both = await Promise.allSettled([1, 2].map(() => acceptInvite(stranger, { token, password })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await database().user.count({ where: { email } })).toBe(1);
  });

  test("of another organisation are neither seen nor withdrawn", async () => {
    const foreign = await invite(other);
    await expect(revokeInvite(org.ctx, { id: foreign.id })).rejects.toMatchObject({ code: "not_found" });
    expect((await listInvites(org.ctx, {})).items.map(({ id }) => id)).not.toContain(foreign.id);
  });

  test("are not made for someone who is here, and not withdrawn once accepted", async () => {
    await expect(invite(org, org.users.owner.email)).rejects.toMatchObject({ code: "conflict" });
    const { id, token } = await invite(org);
    await acceptInvite(stranger, { token, password });
    await expect(revokeInvite(org.ctx, { id })).rejects.toMatchObject({ code: "conflict" });
  });

  test("take the place of an earlier one to the same address", async () => {
    const earlier = await invite(org);
    const later = await invite(org, earlier.email);
    expect((await findInvite(earlier.token))?.state).toBe("revoked");
    expect(await findInvite(later.token)).toMatchObject({ state: "waiting", organisation: "Test organisation" });
  });

  test("are not used up by looking, hold no token in clear, and bring the person in with the roles given", async () => {
    const { id, token, email } = await invite(org);
    await findInvite(token);
    const row = await database().invite.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(row)).not.toContain(token);
    await acceptInvite(stranger, { token, password });
    const { userId } = await startSession({ email, password }, { address: null, userAgent: null });
    expect((await listPeople(org.ctx, { q: email })).items).toMatchObject([{ id: userId, roles: ["approver"] }]);
    expect((await lastEntry(userId))?.action).toBe("person.joined");
  });
});

describe("API keys", () => {
  test("are managed by admins only", async () => {
    await expect(listApiKeys(org.as("security"), {})).rejects.toMatchObject({ code: "forbidden" });
    const made = createApiKey(org.as("security"), { name: "k", role: "auditor" });
    await expect(made).rejects.toMatchObject({ code: "forbidden" });
  });

  test("that are unknown, expired or revoked open nothing", async () => {
    const { id, secret } = await createApiKey(org.ctx, { name: "ci", role: "security", expiresInDays: 1 });
    expect(await resolveApiKey("gh_live_nothing")).toBeNull();
    await database().apiKey.update({ where: { id }, data: { expiresAt: new Date() } });
    expect(await resolveApiKey(secret)).toBeNull();
    const revoked = await createApiKey(org.ctx, { name: "ci", role: "security" });
    await revokeApiKey(org.ctx, { id: revoked.id });
    expect(await resolveApiKey(revoked.secret)).toBeNull();
  });

  test("of another organisation are neither seen nor revoked", async () => {
    const foreign = await createApiKey(other.ctx, { name: "theirs", role: "admin" });
    await expect(revokeApiKey(org.ctx, { id: foreign.id })).rejects.toMatchObject({ code: "not_found" });
    expect((await listApiKeys(org.ctx, {})).items.map(({ id }) => id)).not.toContain(foreign.id);
    expect((await resolveApiKey(foreign.secret))?.orgId).toBe(other.orgId);
  });

  test("give their secret once: it is neither stored, listed nor recorded", async () => {
    const { id, secret } = await createApiKey(org.ctx, { name: "once", role: "auditor" });
    const found = await resolveApiKey(secret);
    expect(found?.actor).toMatchObject({ kind: "apiKey", id, roles: ["auditor"] });
    const stored = await database().apiKey.findUniqueOrThrow({ where: { id } });
    const entry = await lastEntry(id);
    const everywhere = JSON.stringify([stored, entry, await listApiKeys(org.ctx, {})]);
    expect(everywhere).not.toContain(secret);
    expect(entry?.action).toBe("apiKey.created");
    expect(stored.lastUsedAt).not.toBeNull();
  });

  test("revoked twice are recorded once", async () => {
    const { id } = await createApiKey(org.ctx, { name: "twice", role: "auditor" });
    await revokeApiKey(org.ctx, { id });
    await revokeApiKey(org.ctx, { id });
    expect(await database().auditEntry.count({ where: { targetId: id, action: "apiKey.revoked" } })).toBe(1);
  });
});
