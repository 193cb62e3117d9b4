import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { publishByTwo, saveRuleByTwo, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { createPolicy } from "@/lib/policy/create-policy";
import { canonicalJson, type JsonObject, sha256 } from "@/sdk/canonical";
import { verifyGrant } from "@/sdk/verify";
import { approveCheckpoint } from "./approve-checkpoint";
import { changeArguments } from "./change-arguments";
import { denyCheckpoint } from "./deny-checkpoint";
import { getCheckpoint } from "./get-checkpoint";
import { getReceipt } from "./get-receipt";
import { openCheckpoint } from "./open-checkpoint";
import { readCheckpoint } from "./read-checkpoint";
import { redeemGrant } from "./redeem-grant";

await testDatabase();
let fleet: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
  await saveRuleByTwo(fleet, {
    slug: "security-agrees",
    title: "Security agrees",
    stages: [{ title: "security", need: 1, from: [{ kind: "role", role: "security" }] }],
    expiresInSeconds: 900,
  });
  await createPolicy(fleet.ctx, {
    slug: "never-more",
    title: "Never more than 10000",
    text: 'forbid (principal, action == Action::"bank/pay", resource) when { context.args.amount > 10000 };',
  });
  await createPolicy(fleet.ctx, {
    slug: "huge-held",
    title: "Payments above 5000 wait for security",
    text: '@checkpoint("security-agrees")\nforbid (principal, action == Action::"bank/pay", resource) when { context.args.amount > 5000 };',
  });
  await publishByTwo(fleet);
});

const code = (value: string) => expect.objectContaining({ code: value });
const change = (amount: number): string => canonicalJson({ to: "ACME", amount });
const owner = () => fleet.as("owner");

async function open(accepts = ["changedArguments"]) {
  const input = fleet.held();
  const { checkpointId: id } = await openCheckpoint(fleet.point, { ...input, accepts });
  return { id, digest: input.digest, input };
}
async function changed(amount = 400) {
  const { id, digest, input } = await open();
  const shown = await changeArguments(owner(), { id, digest, arguments: change(amount) });
  return { id, asked: digest, digest: shown.digest, shown, input };
}
const grantOf = async (id: string) => {
  const { grant } = await readCheckpoint(fleet.point, { id });
  if (!grant) throw new Error("an approved request has no grant");
  return grant;
};
const auditOf = async (targetId: string) =>
  (await database().auditEntry.findMany({ where: { targetId }, orderBy: { seq: "asc" } })).map(({ action }) => action);

describe("arguments are not changed", () => {
  test("for a caller that has not said that it can tell its agent", async () => {
    const { id, digest } = await open([]);
    await expect(changeArguments(owner(), { id, digest, arguments: change(400) })).rejects.toEqual(code("conflict"));
    expect((await getCheckpoint(owner(), { id })).cannotChange).toMatch(/cannot tell its agent/);
    expect(await auditOf(id)).toEqual(["checkpoint.opened", "checkpoint.refused"]);
  });
  test("by somebody who is in no stage", async () => {
    const { id, digest } = await open();
    const stranger = fleet.as("approver");
    await expect(changeArguments(stranger, { id, digest, arguments: change(400) })).rejects.toEqual(code("forbidden"));
  });
  test.each([
    ["that policy plainly forbids", change(20_000), "policy_changed", /Never more than 10000/],
    ["that a further rule would hold", change(6_000), "policy_changed", /held under other rules/],
    ["that the tool's own schema does not allow", '{"to":"ACME","amount":"400"}', "policy_changed", /denied/],
    ["that the tool's own schema does not know", '{"to":"ACME","amount":400,"x":1}', "policy_changed", /denied/],
    ["that are not JSON", "{to: 1}", "invalid_input", /not JSON/],
    ["that are no object", "[1]", "invalid_input", /not a JSON object/],
    ["with a number that would be rounded", '{"to":"ACME","amount":9007199254740993}', "invalid_input", /exactly/],
    ["that they are already", change(500), "invalid_input", /already/],
  ])("to arguments %s", async (_, text, refusal, why) => {
    const { id, digest } = await open();
    await expect(changeArguments(owner(), { id, digest, arguments: text })).rejects.toMatchObject({
      code: refusal,
      message: expect.stringMatching(why),
    });
    expect((await getCheckpoint(owner(), { id })).digest).toBe(digest);
  });
  test("once it is decided", async () => {
    const { id, digest } = await open();
    await approveCheckpoint(owner(), { id, digest });
    await expect(changeArguments(owner(), { id, digest, arguments: change(400) })).rejects.toEqual(
      code("already_decided"),
    );
  });
});

describe("a request whose arguments were changed", () => {
  test("is not approved by the digest of what was asked, nor by that of another change", async () => {
    const { id, asked, digest } = await changed();
    await expect(approveCheckpoint(owner(), { id, digest: asked })).rejects.toEqual(code("digest_mismatch"));
    await changeArguments(owner(), { id, digest, arguments: change(300) });
    await expect(approveCheckpoint(owner(), { id, digest })).rejects.toEqual(code("digest_mismatch"));
    await expect(denyCheckpoint(owner(), { id, digest: asked, reason: "no" })).rejects.toEqual(code("digest_mismatch"));
    expect((await getCheckpoint(owner(), { id })).status).toBe("pending");
  });
  test("is shown from the changed bytes, with what was asked beside them and who changed it", async () => {
    const { shown, input, asked } = await changed();
    expect(sha256(shown.action)).toBe(shown.digest);
    expect(JSON.parse(shown.action)).toEqual({ ...input.action, arguments: { to: "ACME", amount: 400 } });
    expect(shown.change).toMatchObject({ byName: fleet.users.owner.name, asked: { digest: asked } });
    expect(shown.have).toBe(0);
  });
  test("loses the votes that were cast for other bytes, and all stages agree to the new ones", async () => {
    const { id, digest } = await open();
    const stages = [
      { title: "the owner", need: 1, from: [{ kind: "owner" }] },
      { title: "the backup", need: 1, from: [{ kind: "backup" }] },
    ];
    await database().checkpoint.update({ where: { id }, data: { stages } });
    await approveCheckpoint(owner(), { id, digest });
    const backup = fleet.as("approver");
    const next = await changeArguments(backup, { id, digest, arguments: change(400), reason: "the invoice says 400" });
    expect(next).toMatchObject({ have: 0, votes: [] });
    await approveCheckpoint(backup, { id, digest: next.digest });
    expect((await getCheckpoint(owner(), { id })).status).toBe("pending");
    expect((await approveCheckpoint(owner(), { id, digest: next.digest })).status).toBe("approved");
    const kept = await database().checkpointChange.findFirstOrThrow({ where: { checkpointId: id } });
    expect(kept.setAside).toMatchObject([{ userId: fleet.users.owner.id, digest }]);
  });
  test("goes back to what the agent asked for, which then needs its votes anew", async () => {
    const { id, asked, digest } = await changed();
    await changeArguments(owner(), { id, digest, arguments: null });
    await expect(approveCheckpoint(owner(), { id, digest })).rejects.toEqual(code("digest_mismatch"));
    await approveCheckpoint(owner(), { id, digest: asked });
    expect((await grantOf(id)).grant).toMatchObject({ format: 1, actionDigest: asked });
  });
  test("gives a signed grant that sets exactly these arguments, which the point redeems by the new digest only", async () => {
    const { id, asked, digest } = await changed();
    await approveCheckpoint(owner(), { id, digest });
    const signed = await grantOf(id);
    const grant = verifyGrant(signed, fleet.enrolment.trust);
    expect(grant).toMatchObject({ format: 2, actionDigest: digest, heldDigest: asked, arguments: change(400) });
    await expect(redeemGrant(fleet.point, { id: grant.id, actionDigest: asked })).rejects.toEqual(
      code("grant_refused"),
    );
    await redeemGrant(fleet.point, { id: grant.id, actionDigest: digest });
    expect(await auditOf(id)).toEqual([
      "checkpoint.opened",
      "checkpoint.changed",
      "checkpoint.approved",
      "grant.refused",
      "grant.redeemed",
    ]);
    const receipt = await getReceipt(owner(), { id });
    expect(receipt).toMatchObject({ digest, asked: { digest: asked } });
    expect(sha256(receipt.action)).toBe(digest);
  });
  test("of a change and an approval of the original at once one wins, and the other is refused", async () => {
    const { id, digest } = await open();
    const results = await Promise.allSettled([
      changeArguments(owner(), { id, digest, arguments: change(400) }),
      approveCheckpoint(owner(), { id, digest }),
    ]);
    const won = results.filter(({ status }) => status === "fulfilled");
    expect(won).toHaveLength(1);
    const now = await getCheckpoint(owner(), { id });
    if (now.status === "approved") expect((await grantOf(id)).grant).toMatchObject({ format: 1, actionDigest: digest });
    else expect(now).toMatchObject({ status: "pending", have: 0, votes: [] });
  });
  test("is refused at its redemption when policy forbids the changed arguments meanwhile", async () => {
    const { id, digest } = await changed(450);
    await approveCheckpoint(owner(), { id, digest });
    const { grant } = await grantOf(id);
    await createPolicy(fleet.ctx, {
      slug: "not-450",
      title: "Not 450",
      text: 'forbid (principal, action == Action::"bank/pay", resource) when { context.args.amount == 450 };',
    });
    await publishByTwo(fleet);
    await expect(redeemGrant(fleet.point, { id: grant.id, actionDigest: digest })).rejects.toMatchObject({
      code: "grant_refused",
      message: expect.stringMatching(/Not 450/),
    });
  });
});

test("a step-up challenge is for the changed bytes", async () => {
  const { id, digest } = await changed(420);
  const { action } = await getCheckpoint(owner(), { id });
  expect((JSON.parse(action) as { arguments: JsonObject }).arguments).toEqual({ to: "ACME", amount: 420 });
  expect(sha256(action)).toBe(digest);
});
