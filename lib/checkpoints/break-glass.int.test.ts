/** Letting one request through without the people whom it waits for. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { contextFor } from "@/lib/db/ctx";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { actByTwo, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { listFindings } from "@/lib/findings/list-findings";
import { editPerson } from "@/lib/guarded/edit-person";
import { addPasskey } from "@/lib/identity/add-passkey";
import { beginPasskey } from "@/lib/identity/begin-passkey";
import { createApiKey } from "@/lib/identity/create-api-key";
import { hashPassword } from "@/lib/identity/password";
import { resolveApiKey } from "@/lib/identity/resolve-api-key";
import { TestPasskey } from "@/lib/identity/testing-passkey";
import { beginApproval } from "./begin-approval";
import { beginBreakGlass } from "./begin-break-glass";
import { breakGlass } from "./break-glass";
import { chaseReviews } from "./chase-reviews";
import { denyCheckpoint } from "./deny-checkpoint";
import { getReceipt } from "./get-receipt";
import { listBreakGlass } from "./list-break-glass";
import { openCheckpoint } from "./open-checkpoint";
import { readCheckpoint } from "./read-checkpoint";
import { redeemGrant } from "./redeem-grant";
import { reviewBreakGlass } from "./review-break-glass";
import { brokenGlass } from "./testing";

await testDatabase();
const password = "correct horse battery";
let fleet: TestFleet;
let passkey: TestPasskey;
beforeAll(async () => {
  fleet = await testFleet();
  passkey = await register(fleet, "security");
});

const code = (value: string) => expect.objectContaining({ code: value });
const reason = "the owner cannot be reached and the invoice is due now";

async function register(org: TestFleet, role: "security" | "owner"): Promise<TestPasskey> {
  await database().user.updateMany({
    where: { orgId: org.orgId },
    data: { passwordHash: await hashPassword(password) },
  });
  const key = new TestPasskey();
  const { stepUpId, options } = await beginPasskey(org.as(role), { password });
  await addPasskey(org.as(role), { stepUpId, name: "key", answer: key.register(options.challenge) });
  return key;
}
async function open(org = fleet) {
  const input = org.held();
  const { checkpointId: id } = await openCheckpoint(org.point, input);
  return { id, digest: input.digest };
}
async function answered(request: { id: string; digest: string }, org = fleet, key = passkey) {
  const { stepUpId, options } = await beginBreakGlass(org.as("security"), request);
  return { id: stepUpId, answer: key.approve(options.challenge) };
}
async function broken(org = fleet, key = passkey) {
  const request = await open(org);
  const stepUp = await answered(request, org, key);
  const glass = await breakGlass(org.as("security"), { ...request, reason, stepUp });
  if (!glass) throw new Error("it was a decoy");
  return { ...request, glass };
}
const openFindings = async (kind: "breakGlass.used" | "breakGlass.unreviewed", org = fleet) =>
  (await listFindings(org.ctx, { kind, status: "open" })).items;

describe("it is refused", () => {
  test("to an owner and an approver, who decide in the ordinary way", async () => {
    const request = await open();
    for (const role of ["owner", "approver", "compliance"] as const)
      await expect(beginBreakGlass(fleet.as(role), request)).rejects.toEqual(code("forbidden"));
  });
  test("to an admin who has no passkey, and to a program", async () => {
    const request = await open();
    await expect(beginBreakGlass(fleet.ctx, request)).rejects.toEqual(code("step_up_required"));
    const { secret } = await createApiKey(fleet.ctx, { name: "program", role: "security" });
    const found = await resolveApiKey(secret);
    if (!found) throw new Error("the key is not known");
    await expect(beginBreakGlass(contextFor(found.actor, found.orgId), request)).rejects.toEqual(code("forbidden"));
  });
  test("without a reason that says something", async () => {
    const request = await open();
    const stepUp = await answered(request);
    await expect(breakGlass(fleet.as("security"), { ...request, reason: "urgent", stepUp })).rejects.toEqual(
      code("invalid_input"),
    );
  });
  test("with a passkey that answered for an approval, or for another request", async () => {
    const [request, other] = [await open(), await open()];
    const elsewhere = await answered(other);
    await expect(breakGlass(fleet.as("security"), { ...request, reason, stepUp: elsewhere })).rejects.toEqual(
      code("step_up_refused"),
    );
    const ownersKey = await register(fleet, "owner");
    const { stepUpId, options } = await beginApproval(fleet.as("owner"), request);
    const approval = { id: stepUpId, answer: ownersKey.approve(options.challenge) };
    await expect(breakGlass(fleet.as("security"), { ...request, reason, stepUp: approval })).rejects.toEqual(
      code("step_up_refused"),
    );
  });
  test("for what was denied, and for another digest than was shown", async () => {
    const [request, other] = [await open(), await open()];
    await expect(beginBreakGlass(fleet.as("security"), { id: request.id, digest: other.digest })).rejects.toEqual(
      code("digest_mismatch"),
    );
    await denyCheckpoint(fleet.as("owner"), { ...request, reason: "no" });
    await expect(beginBreakGlass(fleet.as("security"), request)).rejects.toEqual(code("already_decided"));
  });
  test("against a kill: it stands in for people and lifts nothing else", async () => {
    const doomed = await testFleet("Doomed");
    const key = await register(doomed, "security");
    const request = await open(doomed);
    const stepUp = await answered(request, doomed, key);
    await killAgent(doomed.ctx, { id: doomed.agentId, reason: "test" });
    await expect(breakGlass(doomed.as("security"), { ...request, reason, stepUp })).rejects.toEqual(
      code("already_decided"),
    );
    const granted = await testFleet("Granted");
    const { id, digest } = await broken(granted, await register(granted, "security"));
    const { grant } = await readCheckpoint(granted.point, { id });
    await killAgent(granted.ctx, { id: granted.agentId, reason: "test" });
    await expect(redeemGrant(granted.point, { id: grant?.grant.id ?? "", actionDigest: digest })).rejects.toEqual(
      code("grant_refused"),
    );
  });
});

test("it releases exactly that action once, alarms, and is in the receipt with what the passkey signed", async () => {
  const before = (await openFindings("breakGlass.used")).length;
  const { id, digest, glass } = await broken();
  const { grant } = await readCheckpoint(fleet.point, { id });
  await redeemGrant(fleet.point, { id: grant?.grant.id ?? "", actionDigest: digest });
  await expect(redeemGrant(fleet.point, { id: grant?.grant.id ?? "", actionDigest: digest })).rejects.toEqual(
    code("grant_refused"),
  );
  const findings = await openFindings("breakGlass.used");
  expect(findings).toHaveLength(before + 1);
  expect(findings[0]).toMatchObject({ severity: "critical", subject: { id: fleet.agentId } });
  const told = await database().message.findMany({ where: { subjectId: id, kind: "breakGlass" } });
  expect(told.map(({ userId }) => userId).sort()).toEqual(
    [fleet.users.owner.id, fleet.users.approver.id, fleet.users.admin.id].sort(),
  );
  const receipt = await getReceipt(fleet.ctx, { id });
  expect(receipt.breakGlass).toMatchObject({ person: fleet.users.security.id, reason, digest });
  expect(JSON.parse(receipt.breakGlass?.stepUp.statement ?? "{}")).toMatchObject({
    purpose: "gatehouse.breakGlass",
    digest,
  });
  expect((await listBreakGlass(fleet.ctx, {})).items.map((item) => item.id)).toContain(glass.id);
  const entries = await database().auditEntry.findMany({ where: { targetId: id }, orderBy: { seq: "asc" } });
  expect(entries.map(({ action }) => action)).toEqual([
    "checkpoint.opened",
    "checkpoint.glassBroken",
    "grant.redeemed",
    "grant.refused",
  ]);
});

test("a grant of somebody who may no longer break the glass is refused", async () => {
  const { id, digest } = await broken();
  const { grant } = await readCheckpoint(fleet.point, { id });
  await actByTwo(
    fleet,
    editPerson(fleet.ctx, { reason: "for the test", id: fleet.users.security.id, roles: ["auditor"] }),
  );
  await expect(redeemGrant(fleet.point, { id: grant?.grant.id ?? "", actionDigest: digest })).rejects.toEqual(
    code("grant_refused"),
  );
  await actByTwo(
    fleet,
    editPerson(fleet.ctx, { reason: "for the test", id: fleet.users.security.id, roles: ["security"] }),
  );
});

describe("the review", () => {
  test("is never closed by who broke the glass, nor by a program, nor twice", async () => {
    const { glass } = await broken();
    const review = { id: glass.id, verdict: "justified" as const, reason: "the owner was on a plane" };
    await expect(reviewBreakGlass(fleet.as("security"), review)).rejects.toEqual(code("forbidden"));
    await expect(reviewBreakGlass(fleet.as("owner"), review)).rejects.toEqual(code("forbidden"));
    const reviewed = await reviewBreakGlass(fleet.as("compliance"), review);
    expect(reviewed.review).toMatchObject({ byId: fleet.users.compliance.id, verdict: "justified" });
    await expect(reviewBreakGlass(fleet.ctx, review)).rejects.toEqual(code("conflict"));
  });
  test("of an unjustified use leaves the alarm open", async () => {
    const { glass } = await broken();
    const open = async () => (await openFindings("breakGlass.used")).length;
    const before = await open();
    await reviewBreakGlass(fleet.ctx, { id: glass.id, verdict: "unjustified", reason: "the backup owner was there" });
    expect(await open()).toBe(before);
  });
  test("that is overdue becomes a finding, and closing it clears that", async () => {
    const org = await testFleet("Late");
    const { id } = await open(org);
    const glass = await brokenGlass(org, id, new Date(Date.now() - 1));
    expect(await chaseReviews(org.system)).toBe(1);
    expect(await openFindings("breakGlass.unreviewed", org)).toHaveLength(1);
    await reviewBreakGlass(org.as("compliance"), {
      id: glass,
      verdict: "justified",
      reason: "looked at, it was right",
    });
    expect(await openFindings("breakGlass.unreviewed", org)).toEqual([]);
    expect(await chaseReviews(org.system)).toBe(0);
  });
});

test("it cannot be taken from the record, even in SQL", async () => {
  const { glass } = await broken();
  const where = { id: glass.id };
  await expect(database().breakGlass.delete({ where })).rejects.toThrow(/stays on record/);
  await expect(database().breakGlass.update({ where, data: { reason: "another" } })).rejects.toThrow(/does not change/);
  await expect(
    database().breakGlass.update({ where, data: { reviewedById: glass.grantedById, reviewedAt: new Date() } }),
  ).rejects.toThrow(/does not review it/);
});
