import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { actByTwo, byTwo, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { editAgent } from "@/lib/inventory/edit-agent";
import { getAgent } from "@/lib/inventory/get-agent";
import { generateSigningKey } from "@/sdk/crypto";
import { getCanaryRun } from "./get-canary-run";
import { getIsolation } from "./get-isolation";
import { listIsolation } from "./list-isolation";
import { reportCanaries } from "./report-canaries";
import { setIsolation } from "./set-isolation";
import { attempts, type SandboxPoint, sandboxPoint, signedRun } from "./testing";

await testDatabase();
const refusal = (text: RegExp) => expect.objectContaining({ message: expect.stringMatching(text) });
const code = (value: string) => expect.objectContaining({ code: value });
const failed = {
  result: "failed",
  reason: "1 of 8 attempts got out: files.try.",
  attempts: attempts(["files"]),
} as const;

let other: TestFleet;
beforeAll(async () => {
  other = await testFleet("Another organisation");
});

async function boxed(name: string): Promise<{ fleet: TestFleet; box: SandboxPoint }> {
  const fleet = await testFleet(name);
  return { fleet, box: await sandboxPoint(fleet.ctx, [fleet.agentId]) };
}

const stateOf = async ({ ctx, agentId }: TestFleet) => getIsolation(ctx, { agentId });
const open = ({ orgId }: TestFleet) =>
  database().finding.findMany({ where: { orgId, kind: "agent.escaped", status: "open" } });

describe("what a point reports of its canaries", () => {
  test("is refused when it is not signed by its key, contradicts itself, or is not of now", async () => {
    const { fleet, box } = await boxed("Refused");
    const { agentId } = fleet;
    const send = (more: object, by: SandboxPoint = box) => reportCanaries(box.point, signedRun(by, agentId, more));
    await expect(send({}, { ...box, key: generateSigningKey() })).rejects.toEqual(refusal(/not one by this point's/));
    await expect(send({ org: other.orgId })).rejects.toEqual(refusal(/about another point/));
    await expect(send({ pep: fleet.enrolment.pepId })).rejects.toEqual(refusal(/about another point/));
    await expect(send({ profileDigest: `sha256:${"0".repeat(64)}` })).rejects.toEqual(refusal(/digest of the profile/));
    const long = new Date(Date.now() - 25 * 3_600_000).toISOString();
    await expect(send({ startedAt: long, endedAt: long })).rejects.toEqual(refusal(/not of now/));
    const ahead = new Date(Date.now() + 3_600_000).toISOString();
    await expect(send({ endedAt: ahead })).rejects.toEqual(refusal(/not of now/));
    await expect(send({ attempts: attempts(["files"]) })).rejects.toEqual(refusal(/its attempts say otherwise/));
    await expect(send({ attempts: [] })).rejects.toEqual(refusal(/proves nothing about files/));
    const [first, ...rest] = attempts();
    if (!first) throw new Error("there are attempts");
    const lying = { ...first, control: { got: false, seen: "failed" } };
    await expect(send({ attempts: [lying, ...rest] })).rejects.toEqual(refusal(/the verdict on files\.try/));
    expect((await stateOf(fleet)).state).toBe("never");
  });

  test("is refused for an agent that the point does not act for, and from a point that is no sandbox", async () => {
    const { fleet, box } = await boxed("Whose");
    await expect(reportCanaries(box.point, signedRun(box, other.agentId))).rejects.toEqual(code("not_found"));
    const sdk = await sandboxPoint(fleet.ctx, [fleet.agentId], "sdk");
    await expect(reportCanaries(sdk.point, signedRun(sdk, fleet.agentId))).rejects.toEqual(refusal(/only a sandbox/));
  });

  test("is kept once, as it was signed, and never changed", async () => {
    const { fleet, box } = await boxed("Kept");
    const input = signedRun(box, fleet.agentId);
    expect(await reportCanaries(box.point, input)).toEqual({ accepted: 1 });
    expect(await reportCanaries(box.point, input)).toEqual({ accepted: 0 });
    const { newest } = await stateOf(fleet);
    const run = await getCanaryRun(fleet.ctx, { id: newest?.id ?? "" });
    expect(JSON.parse(run.statement)).toEqual(input.statement);
    expect(run).toMatchObject({ signature: input.signature, boundary: { write: ["/srv/work"] } });
    await expect(
      database().canaryRun.updateMany({ where: { id: run.id }, data: { result: "passed" } }),
    ).rejects.toThrow();
    await expect(getCanaryRun(other.ctx, { id: run.id })).rejects.toEqual(code("not_found"));
  });

  test("when one got out: a critical finding, no suspension unless the organisation asks for it, and the next pass clears it", async () => {
    const { fleet, box } = await boxed("Finding");
    await reportCanaries(box.point, signedRun(box, fleet.agentId, failed));
    expect(await open(fleet)).toMatchObject([{ severity: "critical", subjectId: fleet.agentId }]);
    expect(await stateOf(fleet)).toMatchObject({ state: "escaped", status: "active" });
    await reportCanaries(
      box.point,
      signedRun(box, fleet.agentId, { result: "void", reason: "Nothing is proven: no bwrap." }),
    );
    expect(await open(fleet)).toHaveLength(1);
    await reportCanaries(box.point, signedRun(box, fleet.agentId));
    expect(await open(fleet)).toEqual([]);
    expect((await stateOf(fleet)).state).toBe("isolated");
  });

  test("when one got out, and the organisation asks for it: the agent is suspended, by Gatehouse, with the reason, once", async () => {
    const { fleet, box } = await boxed("Suspended");
    const { setting } = await listIsolation(fleet.ctx, {});
    const { updatedAt: _, updatedByName: __, ...chosen } = setting;
    await setIsolation(fleet.ctx, { ...chosen, suspendOnEscape: true });
    await reportCanaries(box.point, signedRun(box, fleet.agentId, failed));
    await reportCanaries(box.point, signedRun(box, fleet.agentId, failed));
    expect(await getAgent(fleet.ctx, { id: fleet.agentId })).toMatchObject({ status: "suspended" });
    const orders = await database().stopOrder.findMany({ where: { orgId: fleet.orgId } });
    expect(orders).toMatchObject([
      { orderedByName: "Gatehouse (canaries)", reason: expect.stringMatching(/got out of its sandbox: files\.try/) },
    ]);
    const told = await database().controlLog.findMany({ where: { orgId: fleet.orgId } });
    expect(told.map(({ body }) => body)).toContainEqual(
      expect.objectContaining({ type: "agent", status: "suspended" }),
    );
  });
});

describe("which agents must be isolated", () => {
  test("follows from tier, data and operations, and a run counts only for the hours that were chosen", async () => {
    const { fleet, box } = await boxed("Demands");
    expect((await stateOf(fleet)).demands).toEqual([]);
    const agent = await getAgent(fleet.ctx, { id: fleet.agentId });
    await actByTwo(
      fleet,
      editAgent(fleet.ctx, {
        reason: "for the test",
        id: fleet.agentId,
        version: agent.version,
        dataClasses: ["personal"],
      }),
    );
    await reportCanaries(box.point, signedRun(box, fleet.agentId));
    const { setting, demanded, isolated, items } = await listIsolation(fleet.ctx, {});
    expect({ demanded, isolated }).toEqual({ demanded: 1, isolated: 1 });
    expect(items[0]).toMatchObject({ demands: ["It touches personal data."], state: "isolated" });
    const late = { ...fleet.ctx, now: new Date(Date.now() + (setting.everyHours + 1) * 3_600_000) };
    expect(await listIsolation(late, {})).toMatchObject({ isolated: 0, items: [{ state: "overdue" }] });
  });

  test("is set by security alone, and not over what somebody else has set meanwhile", async () => {
    const { fleet } = await boxed("Setting");
    const { setting } = await listIsolation(fleet.ctx, {});
    const { updatedAt: _, updatedByName: __, ...chosen } = setting;
    await expect(setIsolation(fleet.as("owner"), { ...chosen, everyHours: 1 })).rejects.toEqual(code("forbidden"));
    await setIsolation(fleet.ctx, { ...chosen, everyHours: 1 });
    await expect(setIsolation(fleet.ctx, { ...chosen, everyHours: 2 })).rejects.toEqual(code("conflict"));
    expect((await listIsolation(fleet.ctx, {})).setting).toMatchObject({ everyHours: 1, version: 1 });
  });

  test("is loosened by two people, with a reason, and by nobody meanwhile", async () => {
    const { fleet } = await boxed("Loosened");
    const { setting } = await listIsolation(fleet.ctx, {});
    const { updatedAt: _, updatedByName: __, ...chosen } = setting;
    const looser = { ...chosen, operationClasses: [], everyHours: 25 };
    await expect(setIsolation(fleet.ctx, looser)).rejects.toEqual(code("invalid_input"));
    const asked = await setIsolation(fleet.ctx, { ...looser, reason: "no code runs here" });
    expect(asked).toMatchObject({
      done: null,
      request: { weakenings: [{ way: "isolation.operationClasses" }, { way: "isolation.everyHours" }] },
    });
    expect((await listIsolation(fleet.ctx, {})).setting).toMatchObject({ everyHours: 24, version: 0 });
    await byTwo(fleet, asked);
    expect((await listIsolation(fleet.ctx, {})).setting).toMatchObject({
      everyHours: 25,
      operationClasses: [],
      version: 1,
    });
  });
});
