/** What reaches the agent's side of a decision, looked at on the wire: the reason that was given to it, and nothing private. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { approveCheckpoint } from "@/lib/checkpoints/approve-checkpoint";
import { cancelCheckpoint } from "@/lib/checkpoints/cancel-checkpoint";
import { denyCheckpoint } from "@/lib/checkpoints/deny-checkpoint";
import { getCheckpoint } from "@/lib/checkpoints/get-checkpoint";
import { getReceipt } from "@/lib/checkpoints/get-receipt";
import { listCheckpoints } from "@/lib/checkpoints/list-checkpoints";
import { openCheckpoint } from "@/lib/checkpoints/open-checkpoint";
import { readCheckpoint } from "@/lib/checkpoints/read-checkpoint";
import { database } from "@/lib/db/client";
import { contextFor } from "@/lib/db/ctx";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { payTool, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { createApiKey } from "@/lib/identity/create-api-key";
import { resolveApiKey } from "@/lib/identity/resolve-api-key";
import { connect } from "@/sdk/pep/connect";
import { Denied } from "@/sdk/pep/denied";
import type { EnforcementPoint } from "@/sdk/pep/enforcement-point";
import { startGateway, type TestGateway } from "./testing";

await testDatabase();
const state = mkdtempSync(path.join(tmpdir(), "gatehouse-told-"));
const reason = "over the limit of this quarter";
const note = "PRIVATE: audit suspects this supplier";
let fleet: TestFleet;
let gateway: TestGateway;
let point: EnforcementPoint;

beforeAll(async () => {
  fleet = await testFleet();
  gateway = await startGateway();
  const { token } = await invitePoint(fleet.ctx, { name: "told", kind: "sdk", agents: [fleet.agentId] });
  const stateDir = path.join(state, "told");
  point = await connect({ url: gateway.url, kind: "sdk", stateDir, agent: fleet.agentId, enrolToken: token });
});
afterAll(async () => {
  await point.close();
  await gateway.stop();
  rmSync(state, { recursive: true, force: true });
});

const asked = async () => {
  const input = fleet.held();
  const { checkpointId } = await openCheckpoint(fleet.point, input);
  return { id: checkpointId, digest: input.digest };
};
const toldOf = async (id: string) =>
  JSON.stringify(
    (await database().controlLog.findMany({ where: { orgId: fleet.orgId } })).filter(({ body }) =>
      JSON.stringify(body).includes(id),
    ),
  );
const isPublic = (text: string) => {
  expect(text).not.toContain("PRIVATE");
  expect(text).not.toContain(fleet.users.owner.name);
  expect(text).not.toContain(fleet.users.owner.id);
};

describe("the agent's side hears the reason, and neither the note nor who decided", () => {
  test.each(["approve", "deny"] as const)("in the control log and when it asks, after %s", async (verdict) => {
    const { id, digest } = await asked();
    const decide = verdict === "approve" ? approveCheckpoint : denyCheckpoint;
    await decide(fleet.as("owner"), { id, digest, reason, note });
    const pushed = await toldOf(id);
    const read = JSON.stringify(await readCheckpoint(fleet.point, { id }));
    const refused = await cancelCheckpoint(fleet.point, { id, reason: "gone" }).catch(String);
    for (const text of [pushed, read]) expect(text).toContain(reason);
    for (const text of [pushed, read, String(refused)]) isPublic(text);
  });

  test("in the error of the call itself, over a real stream", async () => {
    const call = point.call(
      { agentId: fleet.agentId, tool: payTool, arguments: { to: "ACME", amount: 777 } },
      async () => "ran",
    );
    const caught = call.catch((error: unknown) => error);
    const request = async () => (await listCheckpoints(fleet.as("owner"), { box: "mine" })).items[0];
    await expect.poll(request, { interval: 10, timeout: 10_000 }).toBeDefined();
    const { id = "", digest = "" } = (await request()) ?? {};
    await denyCheckpoint(fleet.as("owner"), { id, digest, reason, note });
    const error = await caught;
    if (!(error instanceof Denied)) throw error;
    expect(error.message).toContain(reason);
    isPublic(JSON.stringify([error.message, error.decision, error.checkpointId, error.stack]));
  });
});

test("the note is kept with the vote and in the audit log, and stays out of the receipt, which goes to outsiders", async () => {
  const { id, digest } = await asked();
  await denyCheckpoint(fleet.as("owner"), { id, digest, reason, note });
  expect((await getCheckpoint(fleet.as("auditor"), { id })).votes).toMatchObject([{ reason, note }]);
  const entries = await database().auditEntry.findMany({ where: { targetId: id, action: "checkpoint.denied" } });
  expect(entries.map(({ leaf }) => leaf).join()).toContain(note);
  expect(JSON.stringify(await getReceipt(fleet.as("auditor"), { id }))).not.toContain("PRIVATE");
});

test("a program reads no note unless it may read the audit log: it may be the agent's own", async () => {
  const { id, digest } = await asked();
  await denyCheckpoint(fleet.as("owner"), { id, digest, reason, note });
  const read = async (role: "owner" | "auditor") => {
    const found = await resolveApiKey((await createApiKey(fleet.ctx, { name: `reads as ${role}`, role })).secret);
    if (!found) throw new Error("the key is not accepted");
    return (await getCheckpoint(contextFor(found.actor, found.orgId), { id })).votes[0]?.note;
  };
  expect(await read("owner")).toBeNull();
  expect(await read("auditor")).toBe(note);
});
