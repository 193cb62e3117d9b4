/** Approval by passkey: what is refused, what is accepted once, and what a stranger can verify with openssl alone. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { contextFor } from "@/lib/db/ctx";
import { publishByTwo, saveRuleByTwo, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { addPasskey } from "@/lib/identity/add-passkey";
import { beginPasskey } from "@/lib/identity/begin-passkey";
import { createApiKey } from "@/lib/identity/create-api-key";
import { listPasskeys } from "@/lib/identity/list-passkeys";
import { hashPassword } from "@/lib/identity/password";
import { removePasskey } from "@/lib/identity/remove-passkey";
import { resolveApiKey } from "@/lib/identity/resolve-api-key";
import { STEP_UP_SECONDS } from "@/lib/identity/step-up";
import { TestPasskey, type Wrong } from "@/lib/identity/testing-passkey";
import { approveCheckpoint } from "./approve-checkpoint";
import { beginApproval } from "./begin-approval";
import { denyCheckpoint } from "./deny-checkpoint";
import { getCheckpoint } from "./get-checkpoint";
import { getReceipt } from "./get-receipt";
import { openCheckpoint } from "./open-checkpoint";

await testDatabase();
const password = "correct horse battery";
let fleet: TestFleet;
let mine: TestPasskey;
let theirs: TestPasskey;

beforeAll(async () => {
  fleet = await testFleet();
  await database().user.updateMany({
    where: { orgId: fleet.orgId },
    data: { passwordHash: await hashPassword(password) },
  });
  const { stages } = { stages: [{ title: "two people", need: 1, from: [{ kind: "ownerOrBackup" as const }] }] };
  await saveRuleByTwo(fleet, { slug: "owner-agrees", title: "The owner agrees", stages, stepUp: true });
  await publishByTwo(fleet, { note: "passkeys" });
  // Security confirmed the rule by passkey; from here on they begin without one.
  await database().passkey.deleteMany({ where: { orgId: fleet.orgId } });
  mine = await register("owner");
  theirs = await register("approver");
});

const code = (value: string) => expect.objectContaining({ code: value });

async function register(role: "owner" | "approver" | "security", wrong: Wrong = {}): Promise<TestPasskey> {
  const passkey = new TestPasskey();
  const { stepUpId, options } = await beginPasskey(fleet.as(role), { password });
  const answer = passkey.register(options.challenge, wrong);
  await addPasskey(fleet.as(role), { stepUpId, name: `${role}'s key`, answer });
  return passkey;
}
const open = async () => {
  const input = fleet.held();
  const { checkpointId: id } = await openCheckpoint(fleet.point, input);
  return { id, digest: input.digest };
};
const answered = async (request: { id: string; digest: string }, passkey = mine, wrong: Wrong = {}) => {
  const { stepUpId, options } = await beginApproval(fleet.as("owner"), request);
  return { id: stepUpId, answer: passkey.approve(options.challenge, wrong) };
};
const statusOf = async (id: string) => (await getCheckpoint(fleet.ctx, { id })).status;

describe("a passkey is not added", () => {
  test("without the password, and that is recorded", async () => {
    await expect(beginPasskey(fleet.as("security"), { password: "wrong horse battery" })).rejects.toEqual(
      code("step_up_refused"),
    );
    const entries = await database().auditEntry.findMany({ where: { action: "passkey.refused" } });
    expect(entries.map(({ targetId }) => targetId)).toEqual([fleet.users.security.id]);
    expect(entries[0]?.leaf).not.toContain("wrong horse");
  });

  test.each<[string, Wrong]>([
    ["of another site", { origin: "https://evil.example" }],
    ["for another domain", { rpId: "evil.example" }],
    ["without the user being verified", { userVerified: false }],
    ["for another challenge", { challenge: Buffer.from("x".repeat(32)).toString("base64url") }],
  ])("by an answer %s", async (_, wrong) => {
    await expect(register("security", wrong)).rejects.toEqual(code("step_up_refused"));
    expect((await listPasskeys(fleet.as("security"), {})).items).toEqual([]);
  });

  test("by the answer to somebody else's question, or twice", async () => {
    const passkey = new TestPasskey();
    const { stepUpId, options } = await beginPasskey(fleet.as("security"), { password });
    const input = { stepUpId, name: "key", answer: passkey.register(options.challenge) };
    await expect(addPasskey(fleet.as("admin"), input)).rejects.toEqual(code("step_up_refused"));
    await addPasskey(fleet.as("security"), input);
    await expect(addPasskey(fleet.as("security"), input)).rejects.toEqual(code("step_up_refused"));
    await expect(removePasskey(fleet.as("owner"), { id: passkey.id })).rejects.toEqual(code("not_found"));
    await removePasskey(fleet.as("security"), { id: passkey.id });
    expect((await listPasskeys(fleet.as("security"), {})).items).toEqual([]);
  });

  test("for an API key", async () => {
    const { secret } = await createApiKey(fleet.ctx, { name: "program", role: "admin" });
    const actor = await resolveApiKey(secret);
    if (!actor) throw new Error("the key is not accepted");
    await expect(beginPasskey(contextFor(actor.actor, actor.orgId), { password })).rejects.toEqual(code("forbidden"));
  });
});

describe("where a rule asks for a passkey, an approval is refused", () => {
  test("without one; a denial needs none", async () => {
    const request = await open();
    await expect(approveCheckpoint(fleet.as("owner"), request)).rejects.toEqual(code("step_up_required"));
    expect(await statusOf(request.id)).toBe("pending");
    await denyCheckpoint(fleet.as("owner"), { ...request, reason: "no" });
    expect(await statusOf(request.id)).toBe("denied");
  });

  test.each<[string, Wrong]>([
    ["from another site", { origin: "https://evil.example" }],
    ["for another domain", { rpId: "evil.example" }],
    ["without the user being verified", { userVerified: false }],
    ["for another challenge", { challenge: Buffer.from("x".repeat(32)).toString("base64url") }],
  ])("by an answer %s", async (_, wrong) => {
    const request = await open();
    const stepUp = await answered(request, mine, wrong);
    await expect(approveCheckpoint(fleet.as("owner"), { ...request, stepUp })).rejects.toEqual(code("step_up_refused"));
    expect(await statusOf(request.id)).toBe("pending");
  });

  test("by an answer for another request", async () => {
    const [one, another] = [await open(), await open()];
    const stepUp = await answered(one);
    await expect(approveCheckpoint(fleet.as("owner"), { ...another, stepUp })).rejects.toEqual(code("step_up_refused"));
    expect(await statusOf(another.id)).toBe("pending");
  });

  test("by somebody else's passkey or question", async () => {
    const request = await open();
    const stepUp = await answered(request, theirs);
    await expect(approveCheckpoint(fleet.as("owner"), { ...request, stepUp })).rejects.toEqual(code("step_up_refused"));
    const good = await answered(request);
    await expect(approveCheckpoint(fleet.as("approver"), { ...request, stepUp: good })).rejects.toEqual(
      code("step_up_refused"),
    );
  });

  test("by an answer that came too late, and by one whose counter went back", async () => {
    const request = await open();
    const late = await answered(request);
    await database().stepUp.update({ where: { id: late.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    await expect(approveCheckpoint(fleet.as("owner"), { ...request, stepUp: late })).rejects.toEqual(
      code("step_up_refused"),
    );
    await database().passkey.update({ where: { id: mine.id }, data: { counter: 1_000_000 } });
    const cloned = await answered(request);
    await expect(approveCheckpoint(fleet.as("owner"), { ...request, stepUp: cloned })).rejects.toEqual(
      code("step_up_refused"),
    );
    await database().passkey.update({ where: { id: mine.id }, data: { counter: 0 } });
    expect(STEP_UP_SECONDS).toBeLessThanOrEqual(300);
  });

  test("by a person who has none, with the way to one", async () => {
    const request = await open();
    await database().passkey.updateMany({ where: { id: mine.id }, data: { userId: fleet.users.security.id } });
    await expect(beginApproval(fleet.as("owner"), request)).rejects.toThrow(/Settings/);
    await database().passkey.updateMany({ where: { id: mine.id }, data: { userId: fleet.users.owner.id } });
  });
});

describe("an approval by passkey", () => {
  test("counts once: the same answer again finds the request decided, and opens no other", async () => {
    const request = await open();
    const stepUp = await answered(request);
    await approveCheckpoint(fleet.as("owner"), { ...request, stepUp });
    expect(await statusOf(request.id)).toBe("approved");
    await expect(approveCheckpoint(fleet.as("owner"), { ...request, stepUp })).rejects.toEqual(code("already_decided"));
    const another = await open();
    await expect(approveCheckpoint(fleet.as("owner"), { ...another, stepUp })).rejects.toEqual(code("step_up_refused"));
  });

  test("leaves a receipt that openssl verifies against the action that was shown", async () => {
    const request = await open();
    await approveCheckpoint(fleet.as("owner"), { ...request, stepUp: await answered(request) });
    const receipt = await getReceipt(fleet.as("auditor"), { id: request.id });
    const signed = receipt.votes[0]?.stepUp;
    if (!signed) throw new Error("the vote has no receipt");

    // The digest is of the action's own bytes, the statement names the digest, the challenge is of the statement.
    const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();
    expect(`sha256:${sha256(receipt.action).toString("hex")}`).toBe(receipt.digest);
    expect(JSON.parse(signed.statement)).toMatchObject({ checkpoint: request.id, digest: receipt.digest });
    const client = Buffer.from(signed.clientDataJSON, "base64url");
    expect(JSON.parse(client.toString()).challenge).toBe(sha256(signed.statement).toString("base64url"));

    expect(opensslSays(signed, client)).toContain("Verified OK");
    expect(opensslSays(signed, Buffer.concat([client, Buffer.from(" ")]))).toContain("failure");
  });

  test("is another organisation's business to nobody", async () => {
    const request = await open();
    const stranger = contextFor(fleet.as("auditor").actor, (await testFleet("Another")).orgId);
    await expect(getReceipt(stranger, { id: request.id })).rejects.toEqual(code("not_found"));
  });
});

function opensslSays(
  signed: { publicKey: string; authenticatorData: string; signature: string },
  clientData: Buffer,
): string {
  const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-receipt-"));
  const file = (name: string, data: string | Buffer) => {
    writeFileSync(path.join(folder, name), data);
    return path.join(folder, name);
  };
  try {
    const digest = createHash("sha256").update(clientData).digest();
    const data = Buffer.concat([Buffer.from(signed.authenticatorData, "base64url"), digest]);
    const args = ["dgst", "-sha256", "-verify", file("key.pem", signed.publicKey)];
    const more = ["-signature", file("sig", Buffer.from(signed.signature, "base64url")), file("data", data)];
    return execFileSync("openssl", [...args, ...more], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    return `failure: ${error instanceof Error ? error.message : ""}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
