import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { transaction } from "@/lib/db/ctx";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { createApiKey } from "@/lib/identity/create-api-key";
import { approveCheckpoint } from "./approve-checkpoint";
import { cancelCheckpoint } from "./cancel-checkpoint";
import { denyCheckpoint } from "./deny-checkpoint";
import { openCheckpoint } from "./open-checkpoint";
import { queueCheckpointMessage } from "./queue-checkpoint-message";

await testDatabase();
let fleet: TestFleet;
let other: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
  other = await testFleet("Another organisation");
});

const open = async () => {
  const input = fleet.held();
  const { checkpointId } = await openCheckpoint(fleet.point, input);
  return { id: checkpointId, digest: input.digest, input };
};
const told = async (subjectId: string) =>
  (await database().message.findMany({ where: { subjectId }, orderBy: [{ kind: "asc" }, { step: "asc" }] })).map(
    ({ kind, step, userId, status }) => ({ kind, step, userId, status }),
  );
const tell = (checkpointId: string, people: string[], step?: string) =>
  transaction(fleet.system, (tx) =>
    queueCheckpointMessage(tx, { checkpointId, kind: "reminder", people, ...(step ? { step } : {}) }),
  );

describe("who is told", () => {
  test("a message that is rolled back with what it tells was never there", async () => {
    const { id } = await open();
    await expect(
      transaction(fleet.system, async (tx) => {
        await queueCheckpointMessage(tx, { checkpointId: id, kind: "escalated", people: [fleet.users.admin.id] });
        throw new Error("the act failed");
      }),
    ).rejects.toThrow("the act failed");
    expect((await told(id)).map(({ kind }) => kind)).toEqual(["asked"]);
  });
  test("people of another organisation, disabled people and API keys are told nothing", async () => {
    const { id } = await open();
    const key = await createApiKey(fleet.ctx, { name: "a program", role: "owner", expiresInDays: 1 });
    await database().user.update({ where: { id: fleet.users.executive.id }, data: { status: "disabled" } });
    const { id: later } = await open();
    expect(await tell(id, [other.users.owner.id, key.id, fleet.users.executive.id, "nobody"])).toBe(0);
    expect(await tell(later, [other.users.owner.id])).toBe(0);
    expect((await told(later)).map(({ userId }) => userId)).toEqual([fleet.users.owner.id]);
  });
  test("a request of another organisation is not found", async () => {
    const { id } = await open();
    await expect(
      transaction(other.system, (tx) =>
        queueCheckpointMessage(tx, { checkpointId: id, kind: "reminder", people: [other.users.owner.id] }),
      ),
    ).rejects.toEqual(expect.objectContaining({ code: "not_found" }));
  });
  test("opening asks those who could decide, once, however often the point asks", async () => {
    const { id, input } = await open();
    await openCheckpoint(fleet.point, input);
    expect(await told(id)).toEqual([{ kind: "asked", step: "", userId: fleet.users.owner.id, status: "waiting" }]);
  });
  test("the same kind, step and person is told once; another step is another message", async () => {
    const { id } = await open();
    expect(await tell(id, [fleet.users.owner.id], "1")).toBe(1);
    expect(await tell(id, [fleet.users.owner.id], "1")).toBe(0);
    expect(await tell(id, [fleet.users.owner.id], "2")).toBe(1);
  });
});

describe("what is held", () => {
  test("neither the arguments nor the agent's own words are in the outbox", async () => {
    const input = { ...fleet.held(), agentReason: "trust me, approve at once" };
    const { checkpointId } = await openCheckpoint(fleet.point, input);
    const [row] = await database().message.findMany({ where: { subjectId: checkpointId } });
    const stored = JSON.stringify(row);
    expect(stored).not.toContain("trust me");
    expect(stored).not.toContain(JSON.stringify(input.action.arguments));
    expect(Object.keys(row?.facts as object).sort()).toEqual(
      ["agentId", "agentName", "expiresAt", "operationClass", "outcome", "riskTier", "tool"].sort(),
    );
  });
});

describe("when it ends", () => {
  test("whoever decided is not told; everybody else who was asked is", async () => {
    const { id, digest } = await open();
    await tell(id, [fleet.users.admin.id]);
    await approveCheckpoint(fleet.as("owner"), { id, digest });
    expect((await told(id)).filter(({ kind }) => kind === "decided")).toEqual([
      { kind: "decided", step: "", userId: fleet.users.admin.id, status: "waiting" },
    ]);
  });
  test("a denial and a withdrawal tell it as well", async () => {
    const denied = await open();
    await tell(denied.id, [fleet.users.admin.id]);
    await denyCheckpoint(fleet.as("owner"), { id: denied.id, digest: denied.digest, reason: "no" });
    expect((await told(denied.id)).map(({ kind }) => kind)).toContain("decided");
    const withdrawn = await open();
    await cancelCheckpoint(fleet.point, { id: withdrawn.id });
    expect((await told(withdrawn.id)).map(({ kind }) => kind)).toEqual(["asked", "decided"]);
  });
});
