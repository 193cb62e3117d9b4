/** From a held call to people and back, by the access-request profile: refusals first, then the whole way, once. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { GET as metadata } from "@/app/.well-known/authzen-configuration/route";
import { POST as evaluate } from "@/app/access/v1/evaluation/route";
import { POST as cancel } from "@/app/access/v1/requests/[id]/cancel/route";
import { GET as read } from "@/app/access/v1/requests/[id]/route";
import { POST as request } from "@/app/access/v1/requests/route";
import { testDatabase } from "@/e2e/support/test-database";
import { listCalls } from "@/lib/activity/list-calls";
import { approveCheckpoint } from "@/lib/checkpoints/approve-checkpoint";
import { denyCheckpoint } from "@/lib/checkpoints/deny-checkpoint";
import { getCheckpoint } from "@/lib/checkpoints/get-checkpoint";
import { redeemGrant } from "@/lib/checkpoints/redeem-grant";
import { database } from "@/lib/db/client";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { payTool, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { createApiKey } from "@/lib/identity/create-api-key";
import { asking } from "./testing";

await testDatabase();
let fleet: TestFleet;
let keyId: string;
let ask: ReturnType<typeof asking>;
let askAsOther: ReturnType<typeof asking>;
const ERROR = "urn:openid:authzen:access-request:error:";

const withFleet = async () => {
  fleet = await testFleet();
  const key = await createApiKey(fleet.ctx, { name: "Gateway", role: "security" });
  keyId = key.id;
  ask = asking(key.secret);
  askAsOther = asking((await createApiKey(fleet.ctx, { name: "Another gateway", role: "admin" })).secret);
};
beforeEach(withFleet);
beforeEach(() => vi.stubEnv("AUTHZEN_ACCESS_REQUESTS", "draft-1"));
afterEach(() => vi.unstubAllEnvs());

let next = 500;
/** Another amount each time, so that no test meets another's call. */
const question = (amount = next++) => ({
  subject: { type: "agent", id: fleet.agentId },
  action: { name: "invoke" },
  resource: { type: "tool", id: payTool, properties: { arguments: { to: "ACME", amount } } },
});
type Question = ReturnType<typeof question>;
const json = async (response: Response | Promise<Response>) => (await response).json();

async function denied(body: Question = question()) {
  const { decision, context } = await json(ask(evaluate, body));
  expect(decision).toBe(false);
  return { ...body, denial: { evaluation_id: context.evaluation_id, expires_at: context.access_request.expires_at } };
}
async function submitted() {
  const body = await denied();
  const { task } = await json(ask(request, body));
  return { body, id: task.id as string };
}
const approve = async (id: string) => {
  const { digest } = await getCheckpoint(fleet.as("owner"), { id });
  await approveCheckpoint(fleet.as("owner"), { id, digest });
};
const status = (id: string, by = ask) => by(read, {}, { params: { id }, method: "GET" });
const again = ({ denial: _, ...body }: Question & { denial: object }, approval: object) =>
  json(ask(evaluate, { ...body, context: { approval } }));

async function approved() {
  const { body, id } = await submitted();
  await approve(id);
  const { task, result } = await json(status(id));
  expect([task.status, result.mode]).toEqual(["approved", "reevaluate"]);
  return { body, id, approval: result.approval };
}
const expectProblem = async (response: Response, code: number, problem: string) => {
  expect([response.status, response.headers.get("content-type")]).toEqual([code, "application/problem+json"]);
  expect(await response.json()).toMatchObject({ type: `${ERROR}${problem}`, status: code, detail: expect.any(String) });
};

describe("where the profile is not named", () => {
  test("nothing of it is offered, advertised or taken into account", async () => {
    const body = await denied();
    const { approval } = await approved();
    vi.stubEnv("AUTHZEN_ACCESS_REQUESTS", "");
    expect((await ask(request, body)).status).toBe(404);
    expect((await status("chk_x")).status).toBe(404);
    expect((await ask(cancel, {}, { params: { id: "chk_x" } })).status).toBe(404);
    expect(await metadata().json()).not.toHaveProperty("capabilities");
    expect(await metadata().json()).not.toHaveProperty("access_request_endpoint");
    const answer = await json(ask(evaluate, { ...question(), context: { approval } }));
    expect(answer).toMatchObject({ decision: false, context: { approval_required: true } });
    expect(answer.context).not.toHaveProperty("access_request");
  });
});

describe("what cannot be asked for", () => {
  test("a denial that was made up, another key's, about something else, or changed", async () => {
    const body = await denied();
    const { denial } = body;
    const other = question();
    for (const wrong of [
      { ...body, denial: undefined },
      { ...body, denial: { expires_at: denial.expires_at } },
      { ...body, denial: { ...denial, evaluation_id: `evl_${"0".repeat(26)}.${"x".repeat(22)}` } },
      { ...body, denial: { ...denial, expires_at: "2099-01-01T00:00:00.000Z" } },
      { ...other, denial },
      { ...body, subject: { ...body.subject, properties: { more: 1 } } },
    ])
      await expectProblem(await ask(request, wrong), 400, "invalid_denial_binding");
    await expectProblem(await askAsOther(request, body), 400, "invalid_denial_binding");
    expect(await database().checkpoint.count({ where: { orgId: fleet.orgId, pepId: keyId, status: "pending" } })).toBe(
      0,
    );
  });
  test("a denial that is no matter for people says nothing of asking", async () => {
    const { context } = await json(
      ask(evaluate, { ...question(), resource: { type: "tool", id: "bank/close_account" } }),
    );
    expect(context).not.toHaveProperty("access_request");
    expect(context).not.toHaveProperty("approval_required");
  });
  test("several at once", async () => {
    expect((await ask(request, { ...(await denied()), items: [] })).status).toBe(400);
  });
  test("the same Idempotency-Key for another request, while the same request is the same task", async () => {
    const headers = { "idempotency-key": "one" };
    const body = await denied();
    const first = await ask(request, body, { headers });
    expect(first.status).toBe(202);
    const { task } = await first.json();
    for (const sent of [{ headers }, {}]) expect((await json(ask(request, body, sent))).task.id).toBe(task.id);
    await expectProblem(await ask(request, await denied(), { headers }), 409, "duplicate_request");
    const reworded = { ...body, context: { business_justification: "now" } };
    await expectProblem(await ask(request, reworded), 400, "not_requestable");
  });
  test("an agent that was killed since", async () => {
    const body = await denied();
    await killAgent(fleet.ctx, { id: fleet.agentId, reason: "test" });
    await expectProblem(await ask(request, body), 400, "not_requestable");
  });
});

describe("a task", () => {
  test("is unknown to everyone but the key that asked, and to a made-up id", async () => {
    const { id } = await submitted();
    await expectProblem(await status(id, askAsOther), 404, "unknown_task");
    await expectProblem(await askAsOther(cancel, {}, { params: { id } }), 404, "unknown_task");
    await expectProblem(await status("chk_x"), 404, "unknown_task");
  });
  test("is polled with patience, cancelled once, and then closed", async () => {
    const { id } = await submitted();
    const pending = await status(id);
    expect([pending.status, pending.headers.get("retry-after")]).toEqual([200, "5"]);
    const { task } = await pending.json();
    expect(task.links.cancel).toBe(`${task.status_endpoint}/cancel`);
    const gone = await ask(cancel, { reason: "gone", comment: "not needed" }, { params: { id } });
    expect([gone.status, (await gone.json()).task.status]).toEqual([200, "cancelled"]);
    await expectProblem(await ask(cancel, {}, { params: { id } }), 409, "invalid_task_state");
  });
  test("is denied with the reason that a person chose to give", async () => {
    const { id } = await submitted();
    const { digest } = await getCheckpoint(fleet.as("owner"), { id });
    await denyCheckpoint(fleet.as("owner"), { id, digest, reason: "not this month" });
    const answer = await json(status(id));
    expect(answer.task).toMatchObject({ status: "denied", display: { description: "not this month" } });
    expect(answer).not.toHaveProperty("result");
  });
  test("is not decided by whoever made the key that asks", async () => {
    const { id } = await submitted();
    const seen = await getCheckpoint(fleet.ctx, { id });
    expect(seen.excluded).toContainEqual({ id: fleet.users.admin.id, why: "requester" });
    expect(seen.pepName).toBe("Gateway");
    await expect(approveCheckpoint(fleet.ctx, { id, digest: seen.digest })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("an approval", () => {
  test("permits exactly what was asked, once; the second time it is over, and people can be asked again", async () => {
    const { body, id, approval } = await approved();
    expect(await again(body, approval)).toMatchObject({
      decision: true,
      context: { reason: "permitted", approval: { id: approval.id, approved_until: approval.approved_until } },
    });
    expect(await again(body, approval)).toMatchObject({
      decision: false,
      context: {
        reason: "approval_expired",
        next_action: "request",
        access_request: { expires_at: expect.any(String) },
      },
    });
    expect((await json(status(id))).task.status).toBe("approved");
    const { items } = await listCalls(fleet.ctx, { pepId: keyId, limit: 2 });
    expect(items.map(({ effect, checkpointId }) => [effect, checkpointId])).toEqual([
      ["hold", null],
      ["allow", id],
    ]);
    const log = await database().auditEntry.findMany({ where: { orgId: fleet.orgId, targetId: id } });
    const actions = log.map(({ action, actorKind }) => `${action} ${actorKind}`);
    expect(actions).toContain("checkpoint.opened apiKey");
    expect(actions).toContain("grant.redeemed apiKey");
    expect(actions).toContain("grant.refused apiKey");
  });
  test("of two who use it at once, one is permitted", async () => {
    const { body, approval } = await approved();
    const answers = await Promise.all([again(body, approval), again(body, approval)]);
    expect(answers.map(({ decision }) => decision).sort()).toEqual([false, true]);
  });
  test("permits no other amount, and nothing with members that were not there", async () => {
    const { body, approval } = await approved();
    for (const other of [question(), { ...body, action: { ...body.action, properties: { more: 1 } } }])
      expect(await again({ ...body, ...other }, approval)).toMatchObject({
        decision: false,
        context: { reason: "out_of_scope", next_action: "request" },
      });
    expect(await again(body, approval)).toMatchObject({ decision: true });
  });
  test("is worth nothing to another key, and neither does a made-up one to its own", async () => {
    const { body, approval } = await approved();
    const { denial: _, ...bare } = body;
    const unverifiable = { decision: false, context: { reason: "approval_unverifiable", next_action: "none" } };
    expect(await json(askAsOther(evaluate, { ...bare, context: { approval } }))).toMatchObject(unverifiable);
    for (const wrong of [{ id: `grt_${"0".repeat(26)}` }, { id: 1 }, { id: "a b" }, {}])
      expect(await again(body, wrong)).toMatchObject(unverifiable);
    await expect(
      redeemGrant(fleet.point, { id: approval.id, actionDigest: `sha256:${"0".repeat(64)}` }),
    ).rejects.toMatchObject({ code: "not_found" });
    expect(await again(body, approval)).toMatchObject({ decision: true });
  });
  test("is void once the agent is killed", async () => {
    const { body, approval } = await approved();
    await killAgent(fleet.ctx, { id: fleet.agentId, reason: "test" });
    expect(await again(body, approval)).toMatchObject({
      decision: false,
      context: { reason: "policy_denied", next_action: "none", message: expect.stringContaining("killed") },
    });
  });
});
