import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { actByTwo, publishByTwo, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { endAbsence } from "@/lib/identity/end-absence";
import { setAbsence } from "@/lib/identity/set-absence";
import { editAgent } from "@/lib/inventory/edit-agent";
import { getAgent } from "@/lib/inventory/get-agent";
import { registerTool } from "@/lib/inventory/register-tool";
import { createPolicy } from "@/lib/policy/create-policy";
import { verifyCanonical } from "@/sdk/crypto";
import type { Action } from "@/sdk/wire/action";
import { approveCheckpoint } from "./approve-checkpoint";
import { changeArguments } from "./change-arguments";
import { getCheckpoint } from "./get-checkpoint";
import { listStanding } from "./list-standing";
import { openCheckpoint } from "./open-checkpoint";
import { readCheckpoint } from "./read-checkpoint";
import { redeemGrant } from "./redeem-grant";
import { revokeStanding } from "./revoke-standing";
import { whyNoStanding } from "./standing-rules";
import { sweepCheckpoints } from "./sweep-checkpoints";

await testDatabase();
let fleet: TestFleet;
const terms = { minutes: 30, uses: 2, free: ["text"] };

async function notesFleet(): Promise<TestFleet> {
  const made = await testFleet();
  const agent = await getAgent(made.ctx, { id: made.agentId });
  await actByTwo(
    made,
    editAgent(made.ctx, { reason: "for the test", id: agent.id, version: agent.version, riskTier: "medium" }),
  );
  await actByTwo(
    made,
    registerTool(made.ctx, {
      reason: "for the test",
      server: "bank",
      name: "note",
      operationClass: "data.write",
      reversibility: "reversible",
      definition: {
        inputSchema: {
          type: "object",
          properties: { book: { type: "string" }, text: { type: "string" } },
          required: ["book", "text"],
        },
      },
    }),
  );
  await createPolicy(made.ctx, {
    slug: "note-held",
    title: "Notes wait for the owner",
    text: '@checkpoint("owner-agrees")\nforbid (principal, action == Action::"bank/note", resource);',
  });
  await publishByTwo(made);
  return made;
}
beforeAll(async () => {
  fleet = await notesFleet();
});
// Each test gives its own; what an earlier one left standing would answer for it.
beforeEach(async () => {
  await database().standingApproval.updateMany({ where: { orgId: fleet.orgId }, data: { endedHow: "revoked" } });
});

const code = (value: string) => expect.objectContaining({ code: value });
const owner = (of = fleet) => of.as("owner");
const note = (text = "one", more: Partial<Action> = {}, of = fleet) =>
  of.held({ tool: "bank/note", operationClass: "data.write", arguments: { book: "a", text }, ...more });
const ask = async (text?: string, more?: Partial<Action>, of = fleet) => {
  const input = note(text, more, of);
  return { ...(await openCheckpoint(of.point, input)), digest: input.digest };
};
async function given(standing = terms, of = fleet) {
  const { checkpointId: id, digest } = await ask("one", {}, of);
  await approveCheckpoint(owner(of), { id, digest, standing });
  const { items } = await listStanding(owner(of), {});
  const made = items.find(({ checkpointId }) => checkpointId === id);
  if (!made) throw new Error("no standing approval was made");
  return made;
}
const statusOf = async (id: string, of = fleet) =>
  (await listStanding(owner(of), { limit: 200 })).items.find((one) => one.id === id)?.status;

describe("it is never offered", () => {
  const fine = {
    riskTier: "low",
    reversibility: "reversible",
    operationClass: "data.write",
    stepUp: false,
    uninspectable: false,
    changed: false,
    chained: false,
  } as const;
  test.each([
    [{ riskTier: "high" }],
    [{ riskTier: "critical" }],
    [{ reversibility: "irreversible" }],
    [{ reversibility: "compensable" }],
    [{ operationClass: "money.move" }],
    [{ operationClass: "data.export" }],
    [{ operationClass: "code.execute" }],
    [{ operationClass: "credential.use" }],
    [{ operationClass: "agent.delegate" }],
    [{ stepUp: true }],
    [{ uninspectable: true }],
    [{ changed: true }],
    [{ chained: true }],
  ] as const)("with %j", (more) => {
    expect(whyNoStanding(fine)).toBeNull();
    expect(whyNoStanding({ ...fine, ...more })).not.toBeNull();
  });
});

describe("it is refused", () => {
  test("for a call that cannot be undone, and nothing is approved by the attempt", async () => {
    const input = fleet.held();
    const { checkpointId: id } = await openCheckpoint(fleet.point, input);
    await expect(
      approveCheckpoint(owner(), { id, digest: input.digest, standing: { ...terms, free: [] } }),
    ).rejects.toEqual(code("conflict"));
    expect((await getCheckpoint(owner(), { id })).votes).toEqual([]);
  });
  test.each([
    ["an argument that is not there", { ...terms, free: ["colour"] }, "conflict"],
    ["all arguments free", { ...terms, free: ["book", "text"] }, "conflict"],
    ["longer than a working day", { ...terms, minutes: 481 }, "invalid_input"],
    ["more often than can be overseen", { ...terms, uses: 101 }, "invalid_input"],
  ])("with %s", async (_, standing, refusal) => {
    const { checkpointId: id, digest } = await ask();
    await expect(approveCheckpoint(owner(), { id, digest, standing })).rejects.toEqual(code(refusal));
  });
  test("with changed arguments", async () => {
    const input = note();
    const { checkpointId: id } = await openCheckpoint(fleet.point, { ...input, accepts: ["changedArguments"] });
    const { digest } = await changeArguments(owner(), {
      id,
      digest: input.digest,
      arguments: '{"book":"a","text":"two"}',
    });
    await expect(approveCheckpoint(owner(), { id, digest, standing: terms })).rejects.toEqual(code("conflict"));
  });
  test("where not all stages agreed to the very same terms", async () => {
    const { checkpointId: id, digest } = await ask();
    const stages = [
      { title: "the owner", need: 1, from: [{ kind: "owner" }] },
      { title: "the backup", need: 1, from: [{ kind: "backup" }] },
    ];
    await database().checkpoint.update({ where: { id }, data: { stages } });
    await approveCheckpoint(owner(), { id, digest, standing: terms });
    await approveCheckpoint(fleet.as("approver"), { id, digest, standing: { ...terms, uses: 3 } });
    expect(await database().standingApproval.findUnique({ where: { checkpointId: id } })).toBeNull();
    expect((await getCheckpoint(owner(), { id })).status).toBe("approved");
  });
});

describe("people are asked", () => {
  const pending = async (asked: ReturnType<typeof ask>) => expect((await asked).status).toBe("pending");
  test("about an argument that had to stay as it is", async () => {
    await given();
    await pending(ask("one", { arguments: { book: "b", text: "one" } }));
  });
  test("about a call on somebody's behalf", async () => {
    await given();
    await pending(ask("one", { onBehalfOf: "somebody" }));
  });
  test("about another agent's call", async () => {
    await given();
    const other = await notesFleet();
    await pending(ask("one", {}, other));
  });
  test("once its time is over", async () => {
    const { id } = await given();
    await database().standingApproval.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
    await pending(ask());
    expect(await statusOf(id)).toBe("expired");
  });
  test("once it is revoked, and what it granted and was not used is void", async () => {
    const { id } = await given();
    const last = await ask("two");
    expect(last.status).toBe("approved");
    const { grant } = await readCheckpoint(fleet.point, { id: last.checkpointId });
    await revokeStanding(owner(), { id, reason: "enough" });
    await expect(redeemGrant(fleet.point, { id: grant?.grant.id ?? "", actionDigest: last.digest })).rejects.toEqual(
      code("grant_refused"),
    );
    await pending(ask());
    await expect(revokeStanding(owner(), { id, reason: "again" })).rejects.toEqual(code("conflict"));
  });
  test("once whoever gave it is not the owner any more, which also voids it", async () => {
    const { id } = await given();
    const granted = await ask("two");
    const { grant } = await readCheckpoint(fleet.point, { id: granted.checkpointId });
    const agent = await getAgent(fleet.ctx, { id: fleet.agentId });
    const { approver, owner: first } = fleet.users;
    const swapped = await editAgent(fleet.ctx, {
      id: agent.id,
      version: agent.version,
      ownerId: approver.id,
      backupOwnerId: first.id,
    });
    expect(await statusOf(id)).toBe("voided");
    await expect(redeemGrant(fleet.point, { id: grant?.grant.id ?? "", actionDigest: granted.digest })).rejects.toEqual(
      code("grant_refused"),
    );
    await sweepCheckpoints(fleet.system);
    await actByTwo(
      fleet,
      editAgent(fleet.ctx, {
        reason: "for the test",
        id: agent.id,
        version: swapped.version,
        ownerId: first.id,
        backupOwnerId: approver.id,
      }),
    );
    // It does not rise again with its giver.
    expect(await statusOf(id)).toBe("voided");
    await pending(ask());
  });
  test("once the agent is of a graver tier", async () => {
    const { id } = await given();
    const agent = await getAgent(fleet.ctx, { id: fleet.agentId });
    const graver = await editAgent(fleet.ctx, { id: agent.id, version: agent.version, riskTier: "high" });
    await publishByTwo(fleet);
    await pending(ask("two", { revision: fleet.revision }));
    expect(await statusOf(id)).toBe("voided");
    await actByTwo(
      fleet,
      editAgent(fleet.ctx, { reason: "for the test", id: agent.id, version: graver.version, riskTier: "medium" }),
    );
    await publishByTwo(fleet);
  });
});

describe("a standing approval", () => {
  test("answers at once with a grant of its own, which is redeemed once, and says in whose name", async () => {
    const made = await given();
    const { checkpointId, status, digest } = await ask("two");
    expect(status).toBe("approved");
    const { grant } = await readCheckpoint(fleet.point, { id: checkpointId });
    expect(grant?.grant).toMatchObject({ format: 1, actionDigest: digest, checkpointId });
    const use = { id: grant?.grant.id ?? "", actionDigest: digest };
    await redeemGrant(fleet.point, use);
    await expect(redeemGrant(fleet.point, use)).rejects.toEqual(code("grant_refused"));
    const shown = await getCheckpoint(owner(), { id: checkpointId });
    expect(shown).toMatchObject({ standingId: made.id, status: "redeemed", votes: [{ userName: made.by[0] }] });
    const entry = await database().auditEntry.findFirstOrThrow({
      where: { targetId: checkpointId, action: "checkpoint.approved" },
    });
    expect(JSON.parse(entry.leaf ?? "{}").detail).toMatchObject({ standing: made.id, by: made.by });
    const key = fleet.enrolment.trust.find(({ keyId }) => keyId === made.signature.keyId);
    expect(verifyCanonical(key?.publicKey ?? "", made.statement, made.signature)).toBe(true);
  });
  test("is used exactly as often as people agreed, however many calls come at once", async () => {
    const { id } = await given({ ...terms, uses: 3 });
    const answers = await Promise.all(Array.from({ length: 7 }, (_, at) => ask(`text ${at}`)));
    expect(answers.filter(({ status }) => status === "approved")).toHaveLength(3);
    expect(answers.filter(({ status }) => status === "pending")).toHaveLength(4);
    expect(await statusOf(id)).toBe("used");
  });
  test("is used once by the same action, however often it is sent", async () => {
    await given();
    const input = note("two");
    const answers = [await openCheckpoint(fleet.point, input), await openCheckpoint(fleet.point, input)];
    expect(answers.map(({ status }) => status)).toEqual(["approved", "approved"]);
    expect(answers[0]?.checkpointId).toBe(answers[1]?.checkpointId);
    expect((await listStanding(owner(), {})).items[0]?.used).toBe(1);
  });
});

test("a kill ends it, and a role that is lost ends it", async () => {
  const doomed = await notesFleet();
  const made = await given(terms, doomed);
  await killAgent(doomed.as("security"), { id: doomed.agentId, reason: "it misbehaves" });
  expect(await statusOf(made.id, doomed)).toBe("voided");
  const second = await notesFleet();
  const other = await given(terms, second);
  await database().user.update({ where: { id: second.users.owner.id }, data: { status: "disabled" } });
  expect((await ask("two", {}, second)).status).toBe("pending");
  expect(await statusOf(other.id, second)).toBe("voided");
});

test("whoever loses the role that it was given in: no use of it counts from that moment, whether or not anything has swept", async () => {
  const one = await notesFleet();
  const made = await given({ ...terms, uses: 3 }, one);
  const granted = await ask("two", {}, one);
  expect(granted.status).toBe("approved");
  const { grant } = await readCheckpoint(one.point, { id: granted.checkpointId });
  await database().user.update({ where: { id: one.users.owner.id }, data: { roles: ["auditor"] } });
  await expect(redeemGrant(one.point, { id: grant?.grant.id ?? "", actionDigest: granted.digest })).rejects.toEqual(
    code("grant_refused"),
  );
  expect(await statusOf(made.id, one)).toBe("voided");
  expect((await ask("three", {}, one)).status).toBe("pending");
  const row = await database().standingApproval.findUniqueOrThrow({ where: { id: made.id } });
  expect(row).toMatchObject({ endedHow: "voided", used: 1 });
});

test("given by a stand-in, it answers no call any more once the absent are back", async () => {
  const one = await notesFleet();
  const span = {
    from: new Date(Date.now() - 60_000).toISOString(),
    until: new Date(Date.now() + 600_000).toISOString(),
  };
  await setAbsence(owner(one), { ...span, delegateId: one.users.security.id });
  const first = await ask("one", {}, one);
  await approveCheckpoint(one.as("security"), { id: first.checkpointId, digest: first.digest, standing: terms });
  expect((await ask("two", {}, one)).status).toBe("approved");
  await endAbsence(owner(one), {});
  expect((await ask("three", {}, one)).status).toBe("pending");
});
