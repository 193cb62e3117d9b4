/** Refusals first: who may not ask, what cannot be read, and what is denied; then what is permitted, and what is kept of it. */
import { beforeAll, describe, expect, test } from "vitest";
import { POST as evaluate } from "@/app/access/v1/evaluation/route";
import { POST as evaluateAll } from "@/app/access/v1/evaluations/route";
import { POST as searchActions } from "@/app/access/v1/search/action/route";
import { POST as searchResources } from "@/app/access/v1/search/resource/route";
import { POST as searchSubjects } from "@/app/access/v1/search/subject/route";
import { testDatabase } from "@/e2e/support/test-database";
import { listCalls } from "@/lib/activity/list-calls";
import { createApplication } from "@/lib/applications/create-application";
import { deleteApplication } from "@/lib/applications/delete-application";
import { editApplication } from "@/lib/applications/edit-application";
import { listApplications } from "@/lib/applications/list-applications";
import { getChange } from "@/lib/changes/get-change";
import { database } from "@/lib/db/client";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { stopScope } from "@/lib/enforcement/stop-scope";
import { suspendAgent } from "@/lib/enforcement/suspend-agent";
import {
  byTwo,
  closeTool,
  payTool,
  publishByTwo,
  readTool,
  type TestFleet,
  testFleet,
} from "@/lib/enforcement/testing";
import { createApiKey } from "@/lib/identity/create-api-key";
import { registerAgent } from "@/lib/inventory/register-agent";
import { KeyRole } from "@/lib/shared/permissions";
import type { JsonObject } from "@/sdk/canonical";
import { evaluateAccess } from "./evaluate-access";
import { asking } from "./testing";

await testDatabase();
let fleet: TestFleet;
let ask: ReturnType<typeof asking>;
let keyId: string;

beforeAll(async () => {
  fleet = await testFleet();
  const key = await createApiKey(fleet.ctx, { name: "Payments gateway", role: "security" });
  keyId = key.id;
  ask = asking(key.secret);
});

const subject = () => ({ type: "agent", id: fleet.agentId });
const action = { name: "invoke" };
const tool = (id: string, args?: JsonObject) => ({
  type: "tool",
  id,
  ...(args ? { properties: { arguments: args } } : {}),
});
const question = (id = readTool, args: JsonObject = { account: "1" }) => ({
  subject: subject(),
  action,
  resource: tool(id, args),
});
const asks = async (body: object) => (await ask(evaluate, body)).json();

describe("who may not ask", () => {
  test("a stranger and a made-up key are refused with a sentence, and told how to authenticate", async () => {
    for (const headers of [{ authorization: "" }, { authorization: "Bearer gh_live_made_up" }]) {
      const response = await ask(evaluate, question(), { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect(await response.text()).toMatch(/API key/);
    }
  });
  test("a key of a role without the permission is refused at every address", async () => {
    for (const role of KeyRole.options.filter((one) => one !== "admin" && one !== "security")) {
      const asOther = asking((await createApiKey(fleet.ctx, { name: role, role })).secret);
      for (const route of [evaluate, evaluateAll, searchSubjects, searchResources, searchActions])
        expect((await asOther(route, question())).status).toBe(403);
    }
  });
  test("a person's session is no key", async () => {
    await expect(evaluateAccess(fleet.ctx, question())).rejects.toMatchObject({ code: "forbidden" });
  });
  test("another organisation's key knows nothing of this one's agents", async () => {
    const other = await testFleet("Another organisation");
    const { secret } = await createApiKey(other.ctx, { name: "theirs", role: "admin" });
    const answer = await (await asking(secret)(evaluate, question())).json();
    expect(answer).toMatchObject({ decision: false, context: { reason: "unknown_agent" } });
    const found = await asking(secret)(searchSubjects, question());
    expect(await found.json()).toMatchObject({ results: [expect.objectContaining({ id: other.agentId })] });
  });
});

describe("what cannot be read", () => {
  const { id: _, ...nameless } = { id: "x", type: "agent" };
  const cases: [string, () => object][] = [
    ["no subject", () => ({ action, resource: tool(readTool) })],
    ["no action", () => ({ subject: subject(), resource: tool(readTool) })],
    ["no resource", () => ({ subject: subject(), action })],
    ["a subject without an id", () => ({ ...question(), subject: nameless })],
    ["a subject that is a text", () => ({ ...question(), subject: "agent" })],
    ["an action with a number for a name", () => ({ ...question(), action: { name: 1 } })],
    ["properties that are a list", () => ({ ...question(), resource: { ...tool(readTool), properties: [] } })],
    ["a subject with a NUL in its id", () => ({ ...question(), subject: { type: "agent", id: "a\u0000" } })],
    ["a context that is null", () => ({ ...question(), context: null })],
  ];
  test.each(cases)("%s is a bad request, in one sentence", async (_, body) => {
    for (const route of [evaluate, evaluateAll]) {
      const response = await ask(route, body());
      expect(response.status).toBe(400);
      expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
      expect(await response.text()).toMatch(/^The input is not valid/);
    }
  });
  test("an empty body, broken JSON, another type, a member twice and a body that is too large are refused", async () => {
    for (const raw of ["", "{", "[]", `{"subject":{},"subject":{}}`])
      expect((await ask(evaluate, {}, { raw })).status).toBe(400);
    expect((await ask(evaluate, question(), { headers: { "content-type": "text/plain" } })).status).toBe(400);
    const chain = { subject: { ...subject(), properties: { chain: ["a\u0000"] } } };
    expect((await ask(evaluate, { ...question(), ...chain })).status).toBe(400);
    expect((await ask(evaluate, {}, { raw: `{"x":"${"x".repeat(2 * 1024 * 1024)}"}` })).status).toBe(413);
  });
  test("more than a hundred questions at once, and a semantic that nobody knows, are refused", async () => {
    expect((await ask(evaluateAll, { ...question(), evaluations: Array(101).fill({}) })).status).toBe(400);
    const options = { evaluations_semantic: "guess" };
    expect((await ask(evaluateAll, { ...question(), evaluations: [{}], options })).status).toBe(400);
  });
});

describe("what is denied", () => {
  test.each<[string, () => object, string]>([
    [
      "an unknown type of subject",
      () => ({ ...question(), subject: { type: "user", id: "alice" } }),
      "unknown_subject",
    ],
    [
      "an agent that is not registered",
      () => ({ ...question(), subject: { type: "agent", id: "x" } }),
      "unknown_agent",
    ],
    ["an unknown action", () => ({ ...question(), action: { name: "read" } }), "unknown_action"],
    [
      "an unknown type of resource",
      () => ({ ...question(), resource: { type: "file", id: "a/b" } }),
      "unknown_resource",
    ],
    ["a tool that is not registered", () => question("bank/other"), "unknown_tool"],
    ["what a policy forbids", () => question(closeTool), "forbidden"],
    ["arguments that do not fit the tool", () => question(readTool, { account: 1 }), "arguments_invalid"],
    [
      "no arguments where the tool needs some",
      () => ({ ...question(), resource: tool(readTool) }),
      "arguments_invalid",
    ],
    [
      "arguments that are no object",
      () => ({ ...question(), resource: { ...tool(readTool), properties: { arguments: ["1"] } } }),
      "arguments_unrepresentable",
    ],
    [
      "a chain that cannot be read",
      () => ({ ...question(), subject: { ...subject(), properties: { chain: "x" } } }),
      "arguments_unrepresentable",
    ],
    [
      "an agent that acts through one that is not registered",
      () => ({ ...question(), subject: { ...subject(), properties: { chain: ["x"] } } }),
      "unknown_agent",
    ],
    ["what is held for people", () => question(payTool, { to: "ACME", amount: 500 }), "checkpoint_required"],
  ])("%s is false and no error", async (_, body, reason) => {
    const response = await ask(evaluate, body());
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ decision: false, context: { reason, message: expect.any(String) } });
  });
  test("what is held says that people could agree", async () => {
    expect(await asks(question(payTool, { to: "ACME", amount: 500 }))).toMatchObject({
      context: { approval_required: true },
    });
  });
  test("a suspended and a killed agent are denied at once, and found by no search", async () => {
    const agent = await registerAgent(fleet.ctx, { name: "Doomed", purpose: "x", riskTier: "low" });
    const body = { ...question(), subject: { type: "agent", id: agent.id } };
    await suspendAgent(fleet.ctx, { id: agent.id, reason: "test" });
    expect(await asks(body)).toMatchObject({ decision: false, context: { reason: "agent_suspended" } });
    await killAgent(fleet.ctx, { id: agent.id, reason: "test" });
    expect(await asks(body)).toMatchObject({ decision: false, context: { reason: "agent_killed" } });
    expect(await (await ask(searchResources, body)).json()).toMatchObject({ results: [] });
  });
  test("a standing order against a server is obeyed", async () => {
    const own = await testFleet("Stopped");
    const { secret } = await createApiKey(own.ctx, { name: "k", role: "admin" });
    await stopScope(own.ctx, { scope: { kind: "server", server: "bank" }, confirm: "bank", reason: "test" });
    const answer = await asking(secret)(evaluate, { ...question(), subject: { type: "agent", id: own.agentId } });
    expect(await answer.json()).toMatchObject({ decision: false, context: { reason: "revoked" } });
  });
});

describe("what is permitted", () => {
  test("the answer says why, by which revision, and under which id it is recorded", async () => {
    expect(await asks(question())).toEqual({
      decision: true,
      context: {
        evaluation_id: expect.stringMatching(/^evl_/),
        evaluated_at: expect.any(String),
        reason: "permitted",
        message: 'Permitted by "The bank server is open".',
        policy_revision: fleet.revision,
      },
    });
  });
  test("the same question gets the same answer, members that nobody knows are passed over, the request's id comes back", async () => {
    for (const id of ["one", "two"]) {
      const response = await ask(evaluate, { ...question(), more: { of: "it" } }, { headers: { "x-request-id": id } });
      expect(response.headers.get("x-request-id")).toBe(id);
      expect(await response.json()).toMatchObject({ decision: true });
    }
    const refused = await ask(evaluate, {}, { headers: { "x-request-id": "three" } });
    expect([refused.status, refused.headers.get("x-request-id")]).toEqual([400, "three"]);
  });
  test("what was decided is in the activity under the key's name, with secrets hidden", async () => {
    const { context } = await asks(question(readTool, { account: "1", password: "hunter2" }));
    const { items } = await listCalls(fleet.ctx, { pepId: keyId, limit: 1 });
    expect(items[0]).toMatchObject({
      id: context.evaluation_id,
      pepName: "Payments gateway",
      agentId: fleet.agentId,
      tool: readTool,
      effect: "deny",
      code: "arguments_invalid",
      operationClass: "read",
    });
    expect(items[0]?.argumentsText).not.toContain("hunter2");
  });
  test("who is not registered leaves no record in the activity", async () => {
    const before = await database().activityEvent.count({ where: { orgId: fleet.orgId } });
    await asks({ ...question(), subject: { type: "agent", id: "nobody" } });
    expect(await database().activityEvent.count({ where: { orgId: fleet.orgId } })).toBe(before);
  });
});

describe("several questions at once", () => {
  const yes = { resource: tool(readTool, { account: "1" }) };
  const no = { resource: tool(closeTool, { account: "1" }) };
  const several = async (evaluations: unknown[], semantic?: string) => {
    const options = semantic ? { options: { evaluations_semantic: semantic } } : {};
    const answer = await (await ask(evaluateAll, { subject: subject(), action, ...options, evaluations })).json();
    return answer.evaluations.map(({ decision }: { decision: boolean }) => decision);
  };
  test("all are answered in their order; one that cannot be read is denied by itself", async () => {
    expect(await several([yes, no, {}, "x", yes])).toEqual([true, false, false, false, true]);
  });
  test("the first denial, or the first permit, ends it where that is asked for", async () => {
    expect(await several([yes, {}, yes], "deny_on_first_deny")).toEqual([true, false]);
    expect(await several([no, yes, no], "permit_on_first_permit")).toEqual([false, true]);
    expect(await several([no, yes, no], "execute_all")).toEqual([false, true, false]);
  });
  test("a member of a question replaces the outer one whole", async () => {
    const body = { ...question(), evaluations: [{}, { resource: tool(readTool) }] };
    const { evaluations } = await (await ask(evaluateAll, body)).json();
    expect(evaluations).toMatchObject([
      { decision: true },
      { decision: false, context: { reason: "arguments_invalid" } },
    ]);
  });
  test("without questions of its own it is one question", async () => {
    for (const more of [{}, { evaluations: [] }])
      expect(await (await ask(evaluateAll, { ...question(), ...more })).json()).toMatchObject({ decision: true });
  });
});

describe("searching", () => {
  const found = async (route: typeof evaluate, body: object) => (await ask(route, body)).json();
  test("what is held or forbidden is not found, and an id where one is searched for changes nothing", async () => {
    const { results } = await found(searchResources, question());
    expect(results).toEqual([tool(readTool)]);
    const pays = question(payTool, { to: "ACME", amount: 500 });
    expect(await found(searchSubjects, pays)).toMatchObject({ results: [] });
    expect(await found(searchActions, pays)).toMatchObject({ results: [] });
    const small = question(payTool, { to: "ACME", amount: 5 });
    expect(await found(searchSubjects, { ...small, subject: { type: "agent", id: "x" } })).toMatchObject({
      results: [subject()],
    });
    expect(await found(searchActions, small)).toMatchObject({ results: [{ name: "invoke" }] });
  });
  test("unknown types and ids find nothing; a missing member is a bad request", async () => {
    expect(await found(searchSubjects, { ...question(), subject: { type: "spaceship" } })).toMatchObject({
      results: [],
    });
    expect(await found(searchResources, { ...question(), subject: { type: "agent", id: "x" } })).toMatchObject({
      results: [],
    });
    expect(await found(searchActions, { ...question(), resource: tool("a/b") })).toMatchObject({ results: [] });
    expect((await ask(searchSubjects, { ...question(), resource: { type: "tool" } })).status).toBe(400);
    expect((await ask(searchResources, { ...question(), subject: { type: "agent" } })).status).toBe(400);
    expect((await ask(searchActions, { subject: subject() })).status).toBe(400);
  });
  test("pages lead through everything once, and a token is good for its own search only", async () => {
    const own = await testFleet("Many agents");
    const askOwn = asking((await createApiKey(own.ctx, { name: "k", role: "admin" })).secret);
    for (const name of ["b", "c"]) await registerAgent(own.ctx, { name, purpose: "x", riskTier: "low" });
    await publishByTwo(own, { note: "with all agents" });
    const all = (await database().agent.findMany({ where: { orgId: own.orgId } })).map(({ id }) => id).sort();
    const body = question();
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const page = token === undefined ? { limit: 1 } : { token };
      const answer = await (await askOwn(searchSubjects, { ...body, page })).json();
      expect(answer.page.count).toBe(answer.results.length);
      seen.push(...answer.results.map(({ id }: { id: string }) => id));
      token = answer.page.next_token;
      if (token) {
        const other = question(readTool, { account: "2" });
        expect((await askOwn(searchSubjects, { ...other, page: { token } })).status).toBe(400);
        expect((await askOwn(searchSubjects, { ...body, page: { token, limit: 2 } })).status).toBe(400);
      }
    } while (token);
    expect(seen).toEqual(all);
    for (const bad of ["x", Buffer.from("{}").toString("base64url")])
      expect((await askOwn(searchSubjects, { ...body, page: { token: bad } })).status).toBe(400);
  });
});

describe("applications", () => {
  const papers = {
    title: "Papers",
    subjectTypes: ["user"],
    resourceTypes: ["doc"],
    actions: ["read", "write"],
    text: 'permit(principal == user::"ann", action == Action::"read", resource);',
    entities: [{ uid: { type: "user", id: "ann" } }, { uid: { type: "doc", id: "plan" } }],
  };
  const asked = {
    subject: { type: "user", id: "ann" },
    action: { name: "read" },
    resource: { type: "doc", id: "plan" },
  };
  const reason = "they are to be read";
  const decides = async (body: object = asked) => (await asks(body)).decision;

  test("only whoever may publish changes one, and no two answer for the same", async () => {
    for (const role of ["approver", "auditor", "owner"] as const)
      await expect(createApplication(fleet.as(role), { slug: "papers", ...papers })).rejects.toMatchObject({
        code: "forbidden",
      });
    await expect(createApplication(fleet.ctx, { slug: "papers", ...papers })).rejects.toThrow(/needs a reason/);
    const asks = await createApplication(fleet.ctx, { slug: "papers", reason, ...papers });
    expect(asks.request?.weakenings.map(({ way }) => way)).toEqual(["application.permits"]);
    expect(await decides()).toBe(false);
    await byTwo(fleet, asks);
    expect(await decides()).toBe(true);
    for (const slug of ["papers", "other"])
      await expect(createApplication(fleet.ctx, { slug, ...papers })).rejects.toMatchObject({ code: "conflict" });
    await expect(createApplication(fleet.ctx, { slug: "x", ...papers, text: "permit(" })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
  test("it answers the organisation's own keys only, at once after each change, and nobody once disabled or deleted", async () => {
    const id = (await listApplications(fleet.ctx, {})).items[0]?.id ?? "";
    expect(await decides()).toBe(true);
    expect(await decides({ ...asked, action: { name: "write" } })).toBe(false);
    const other = await testFleet("Another organisation");
    const { secret } = await createApiKey(other.ctx, { name: "theirs", role: "admin" });
    expect(await (await asking(secret)(evaluate, asked)).json()).toMatchObject({
      decision: false,
      context: { reason: "unknown_subject" },
    });
    const edit = { id, ...papers, enabled: true, reason };
    const text = "permit(principal, action, resource);";
    const wider = await editApplication(fleet.ctx, { ...edit, version: 1, text });
    expect(await decides({ ...asked, action: { name: "write" } })).toBe(false);
    await byTwo(fleet, wider);
    expect(await decides({ ...asked, action: { name: "write" } })).toBe(true);
    await expect(editApplication(fleet.ctx, { ...edit, version: 1 })).rejects.toMatchObject({ code: "conflict" });
    const off = await editApplication(fleet.ctx, { ...edit, version: 2, text, enabled: false });
    expect(off.done?.enabled).toBe(false);
    expect(await decides()).toBe(false);
    await byTwo(fleet, await editApplication(fleet.ctx, { ...edit, version: 2, text, enabled: true }));
    expect(await decides()).toBe(true);
    const stricter = await editApplication(fleet.ctx, { ...edit, version: 2, entities: [] });
    expect(stricter.done?.version).toBe(3);
    const forgotten = await editApplication(fleet.ctx, { ...edit, version: 3, text });
    await deleteApplication(fleet.ctx, { id });
    expect(await decides()).toBe(false);
    expect((await getChange(fleet.ctx, { id: forgotten.request?.id ?? "" })).status).toBe("overtaken");
    const entries = await database().auditEntry.findMany({
      where: { orgId: fleet.orgId, targetId: id },
      orderBy: { seq: "asc" },
    });
    expect(entries.map(({ action }) => action)).toEqual(
      ["created", "edited", "disabled", "enabled", "edited", "deleted"].map((what) => `application.${what}`),
    );
  });
});
