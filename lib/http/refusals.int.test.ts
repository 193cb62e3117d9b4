/** Every operation refuses what it must, the moment it is listed: no table here names the operations that are covered. */
import { existsSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { createApplication } from "@/lib/applications/create-application";
import { listApplications } from "@/lib/applications/list-applications";
import { opensToUnits } from "@/lib/audit/units";
import { openCheckpoint } from "@/lib/checkpoints/open-checkpoint";
import { brokenGlass } from "@/lib/checkpoints/testing";
import { database } from "@/lib/db/client";
import { contextFor, nobody } from "@/lib/db/ctx";
import { signedDelegation } from "@/lib/delegations/testing";
import { createSink } from "@/lib/delivery/create-sink";
import { suppressDetection } from "@/lib/detections/suppress-detection";
import { reportScan } from "@/lib/discovery/report-scan";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { actByTwo, byTwo, shownByTwo, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { authenticatePoint } from "@/lib/gateway/authenticate";
import { matchRoute } from "@/lib/gateway/machine-routes";
import { createTeam } from "@/lib/guarded/create-team";
import { invitePerson } from "@/lib/guarded/invite-person";
import { acceptInvite } from "@/lib/identity/accept-invite";
import { createApiKey } from "@/lib/identity/create-api-key";
import { openIncident } from "@/lib/incidents/open-incident";
import { comeIn, outsiderOf, PASSWORD } from "@/lib/outside/testing";
import { listTasks } from "@/lib/plan/list-tasks";
import { startPlan } from "@/lib/plan/start-plan";
import { createScimConnection } from "@/lib/scim/create-connection";
import { type IdKind, idPrefixes, newId } from "@/lib/shared/ids";
import { method, type Operation, path as pathOf, pathParams } from "@/lib/shared/operation";
import { can, KeyRole, Role } from "@/lib/shared/permissions";
import { saveView } from "@/lib/views/save-view";
import { signToken } from "@/sdk/crypto";
import { operations } from "./operations";
import { serve } from "./serve";

await testDatabase();
let mine: TestFleet;
let theirs: TestFleet;
const keys = new Map<Role, string>();
/** An auditor from outside has no key: what they ask comes with a browser's session. */
let outsider: string;
/** An admin of a team that has none of our agents. */
let elsewhere: { headers: HeadersInit };
const ownIds = new Map<IdKind, string>();
const foreignIds = new Map<IdKind, string>();

beforeAll(async () => {
  mine = await testFleet();
  theirs = await testFleet("Another organisation");
  for (const role of KeyRole.options) keys.set(role, (await createApiKey(mine.ctx, { name: role, role })).secret);
  outsider = (await outsiderOf(mine, {})).cookie;
  elsewhere = await adminElsewhere();
  ownIds.set("agent", mine.agentId);
  ownIds.set("checkpoint", (await openCheckpoint(mine.point, mine.held())).checkpointId);
  ownIds.set("delegation", await signedDelegation(mine.ctx, mine.agentId, mine.agentId));
  foreignIds.set("sighting", await theirSighting());
  foreignIds.set("outsideAccess", (await outsiderOf(theirs, {})).id);
  const { checkpointId } = await openCheckpoint(theirs.point, theirs.held());
  foreignIds.set("agent", theirs.agentId);
  foreignIds.set("breakGlass", await brokenGlass(theirs, checkpointId));
  foreignIds.set("delegation", await signedDelegation(theirs.ctx, theirs.agentId, theirs.agentId));
  foreignIds.set("application", await theirApplication());
  foreignIds.set("team", (await createTeam(theirs.ctx, { name: "theirs" })).id);
  foreignIds.set("user", theirs.users.owner.id);
  const theirView = { page: "agents", name: "x", query: "", shared: true } as const;
  foreignIds.set("savedView", (await saveView(theirs.ctx, theirView)).id);
  foreignIds.set("point", theirs.enrolment.pepId);
  foreignIds.set("enrolmentToken", (await invitePoint(theirs.ctx, { name: "theirs" })).id);
  foreignIds.set("checkpoint", checkpointId);
  foreignIds.set("apiKey", (await createApiKey(theirs.ctx, { name: "theirs", role: "admin" })).id);
  foreignIds.set(
    "invite",
    (await invitePerson(theirs.ctx, { email: "guest@example.test", name: "Guest", roles: ["auditor"] })).id,
  );
  const place = { kind: "file", settings: { file: "x.ndjson" }, sends: ["audit"] } as const;
  const connecting = createScimConnection(theirs.ctx, { name: "theirs", role: null, reason: "for the test" });
  foreignIds.set("scimConnection", (await shownByTwo(theirs, connecting)).id);
  foreignIds.set("sink", (await createSink(theirs.ctx, { name: "theirs", place: { ...place, sends: ["audit"] } })).id);
  await startPlan(theirs.ctx, {
    startsOn: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
    timeZone: "UTC",
  });
  foreignIds.set("planTask", (await listTasks(theirs.ctx, {})).items[0]?.id ?? "");
  await actByTwo(
    theirs,
    suppressDetection(theirs.ctx, {
      detection: "denial-spike",
      subject: { kind: "agent", id: theirs.agentId },
      until: new Date(Date.now() + 86_400_000).toISOString(),
      reason: "x",
    }),
  );
  const suppressed = await database().detectionSuppression.findFirstOrThrow({ where: { orgId: theirs.orgId } });
  foreignIds.set("suppression", suppressed.id);
  foreignIds.set(
    "incident",
    (await openIncident(theirs.ctx, { title: "theirs", findingIds: [await foundFinding()] })).id,
  );
  foreignIds.set("stopOrder", (await killAgent(theirs.ctx, { id: theirs.agentId, reason: "test" })).orderId);
});

async function adminElsewhere() {
  const email = `${newId("request")}@example.test`;
  const limited = { name: "Elsewhere", roles: ["admin" as const], units: ["Elsewhere"], reason: "for the test" };
  const { link } = await shownByTwo(mine, invitePerson(mine.ctx, { email, ...limited }));
  const token = new URL(link).searchParams.get("token") ?? "";
  await acceptInvite(contextFor(nobody, "", newId("request"), mine.ctx.db), { token, password: PASSWORD });
  return { headers: { cookie: (await comeIn(mine, email)).cookie, origin: "http://localhost:3000" } };
}

async function theirSighting(): Promise<string> {
  const nothing = { frameworks: [], variables: [], servers: [], secrets: [], card: null };
  const found = [{ key: "project:.", kind: "project" as const, name: "theirs", path: ".", ...nothing }];
  const report = { format: 1 as const, repository: "theirs", commit: null, complete: true, found };
  return (await reportScan(theirs.ctx, report)).items[0]?.id ?? "";
}

const theirApplication = async () => {
  const terms = { title: "x", subjectTypes: ["user"], resourceTypes: ["doc"], actions: ["read"], entities: [] };
  const text = "permit(principal, action, resource);";
  await byTwo(theirs, await createApplication(theirs.ctx, { slug: "theirs", reason: "for the test", text, ...terms }));
  return (await listApplications(theirs.ctx, {})).items[0]?.id ?? "";
};

const foundFinding = () =>
  raiseFinding(theirs.system, {
    kind: "agent.denials",
    severity: "low",
    subject: { kind: "agent", id: theirs.agentId, name: "x" },
    title: "x",
    mend: "x",
  });

const exerciseResult = {
  signature: "AAAA",
  statement: {
    format: 1,
    ...{ org: "x", run: "x", range: "x", revision: 1, result: "void", reason: "x" },
    ...{ startedAt: "2026-01-01T00:00:00.000Z", endedAt: "2026-01-01T00:00:00.000Z" },
    runner: { version: "x", node: "x", platform: "x", place: "command line" },
    scenarios: [
      {
        ...{ id: "x-1", asi: "ASI01", atlas: [], title: "x", goal: "x", steps: ["x"], expected: "x", severity: "low" },
        ...{ custom: false, control: null, observed: null, verdict: "void", evidence: [], ms: 0 },
      },
    ],
  },
};

/** Bodies that are valid but for whom they are about; an operation on one thing without an entry here fails its test. */
const validBodies: Record<string, object> = {
  "attestations.startCampaign": { title: "x", dueAt: "2999-01-01T00:00:00.000Z" },
  "attestations.closeCampaign": { reason: "x" },
  "credentials.recordCredential": {
    ...{ kind: "api_key", name: "x", system: "x" },
    fingerprint: `sha256:${"0".repeat(64)}`,
  },
  "credentials.rotateCredential": { fingerprint: `sha256:${"0".repeat(64)}`, proof: "x" },
  "credentials.revokeCredential": { proof: "x" },
  "discovery.confirmSighting": { name: "x", purpose: "x", ownerId: `usr_${"0".repeat(26)}` },
  "discovery.mergeSighting": { agentId: `agt_${"0".repeat(26)}`, reason: "x" },
  "discovery.rejectSighting": { reason: "x", days: 30 },
  "attestations.answerAttestation": { needed: true, mine: true, scopeRight: true },
  "inventory.previewImport": { csv: "name\nx\n" },
  "delivery.editSink": {
    version: 1,
    name: "x",
    place: { kind: "file", settings: { file: "x.ndjson" }, sends: ["audit"] },
  },
  "rollouts.haltRollOut": { reason: "x" },
  "rollouts.rollBack": { reason: "x" },
  "delivery.replaySink": { from: "2026-01-01T00:00:00.000Z", to: "2026-01-02T00:00:00.000Z" },
  "audit.eraseEntry": { reason: "x" },
  "identity.editPerson": { name: "x" },
  "identity.setAbsenceOf": {
    from: "2026-01-01T00:00:00.000Z",
    until: "2026-01-02T00:00:00.000Z",
    delegateId: null,
  },
  "identity.endAbsenceOf": {},
  "identity.endSessionsOf": {},
  "signon.unlinkPerson": {},
  "identity.editTeam": { name: "x" },
  "identity.deleteTeam": {},
  "applications.editApplication": {
    version: 1,
    enabled: true,
    title: "x",
    subjectTypes: ["user"],
    resourceTypes: ["doc"],
    actions: ["read"],
    text: "permit(principal, action, resource);",
    entities: [],
  },
  "owners.handOverAgents": { to: newId("user"), agentIds: [newId("agent")] },
  "inventory.editAgent": { version: 1, name: "x" },
  "inventory.retireAgent": { reason: "x" },
  "inventory.approveTool": { operationClass: "read", reversibility: "reversible", definitionDigest: null },
  "inventory.blockTool": { reason: "x" },
  "findings.dismissFinding": { reason: "x" },
  "findings.reopenFinding": { reason: "x" },
  "detections.endSuppression": {},
  "changes.beginConfirmation": { digest: `sha256:${"0".repeat(64)}` },
  "changes.confirmChange": {
    digest: `sha256:${"0".repeat(64)}`,
    stepUp: {
      id: newId("stepUp"),
      answer: {
        id: "x",
        rawId: "x",
        type: "public-key",
        response: { clientDataJSON: "x", authenticatorData: "x", signature: "x" },
      },
    },
  },
  "redteam.act": { act: { act: "kill", agentId: "x" } },
  "redteam.reportProgress": { done: 0, total: 1, current: null },
  "redteam.abandon": { reason: "x" },
  "redteam.finish": exerciseResult,
  "changes.withdrawChange": { reason: "x" },
  "incidents.addIncidentFindings": { findingIds: [newId("finding")] },
  "incidents.editIncident": { version: 1, title: "x" },
  "incidents.addIncidentNote": { text: "x" },
  "incidents.containIncident": { reason: "x" },
  "incidents.closeIncident": { what: "x", cause: "x", changes: "x" },
  "incidents.reopenIncident": { reason: "x" },
  "incidents.startIncidentClock": { regime: "euAiAct15", awareAt: "2026-01-01T00:00:00.000Z" },
  "incidents.meetIncidentClock": { clockId: newId("incidentClock"), proof: "x" },
  "policy.editPolicy": { version: 1, title: "x" },
  "policy.takeOverPolicy": { reason: "x" },
  "policy.editPolicyTest": {
    version: 1,
    name: "x",
    principal: { kind: "agent", id: newId("agent") },
    tool: "x/y",
    arguments: {},
    expected: "deny",
  },
  "policy.deletePolicyTest": {},
  "checkpoints.approveCheckpoint": { digest: `sha256:${"0".repeat(64)}` },
  "checkpoints.beginApproval": { digest: `sha256:${"0".repeat(64)}` },
  "checkpoints.changeArguments": { digest: `sha256:${"0".repeat(64)}`, arguments: "{}" },
  "checkpoints.settleOutcome": { answer: "ran", mayRepeat: false, reason: "x" },
  "checkpoints.revokeStanding": { reason: "x" },
  "checkpoints.askQuestion": { text: "x" },
  "checkpoints.answerQuestion": { questionId: `rmk_${"0".repeat(26)}`, text: "x" },
  "checkpoints.reportAnswer": { questionId: "x", text: "x" },
  "checkpoints.denyCheckpoint": { digest: `sha256:${"0".repeat(64)}`, reason: "x" },
  "checkpoints.snoozeCheckpoint": { until: null },
  "checkpoints.handOverCheckpoint": { to: newId("user") },
  "delegations.beginSignature": { digest: `sha256:${"0".repeat(64)}` },
  "delegations.signDelegation": { digest: `sha256:${"0".repeat(64)}` },
  "delegations.refuseDelegation": { reason: "x" },
  "delegations.withdrawDelegation": {},
  "enforcement.revokeDelegation": { reason: "x" },
  "checkpoints.beginBreakGlass": { digest: `sha256:${"0".repeat(64)}` },
  "checkpoints.breakGlass": {
    digest: `sha256:${"0".repeat(64)}`,
    reason: "nobody is here",
    stepUp: {
      id: newId("stepUp"),
      answer: {
        id: "x",
        rawId: "x",
        type: "public-key",
        response: { clientDataJSON: "x", authenticatorData: "x", signature: "x" },
      },
    },
  },
  "checkpoints.reviewBreakGlass": { verdict: "justified", reason: "nobody was here" },
  "checkpoints.resumeHolds": { reason: "x" },
  "plan.editTask": { version: 1 },
  "plan.addRemark": { kind: "comment", text: "x" },
  "plan.endAcceptance": { reason: "x" },
  "enforcement.killAgent": { reason: "x" },
  "enforcement.suspendAgent": { reason: "x" },
  "enforcement.releaseAgent": { reason: "x" },
  "enforcement.releaseOrder": { reason: "x" },
  "enforcement.confirmRelease": {},
  "enforcement.withdrawRelease": {},
  "enforcement.probePoint": {},
  "enforcement.issueCertificate": {},
  "enforcement.revokePoint": { reason: "x" },
  "profiles.retireProfile": { reason: "x" },
  "profiles.dismissProposal": {},
  "compliance.cancelPack": {},
  "compliance.sharePack": { recipient: "x", days: 1 },
  "checkpoints.redeemGrant": { actionDigest: `sha256:${"0".repeat(64)}` },
};

/** What stands in the path beside the id. */
const validParams: Record<string, Record<string, string>> = {
  "attestations.getAttestation": { agentId: newId("agent") },
  "attestations.answerAttestation": { agentId: newId("agent") },
  "redteam.getEvidence": { recordId: "x" },
  "outside.getSharedFramework": { framework: "eu-ai-act" },
  "outside.getSharedControl": { framework: "eu-ai-act", control: "art-14-4-e" },
  "outside.getSharedPack": { pack: newId("pack") },
  "outside.getSharedReport": { report: newId("report") },
};

const routeFile = (op: Operation) => path.join("app/api", pathOf(op).replace(/\{(\w+)\}/g, "[$1]"), "route.ts");
type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** Calls the operation where it is really served. */
async function ask(
  op: Operation,
  params: Record<string, string>,
  init: { bearer?: string; body?: object; search?: string; headers?: HeadersInit },
): Promise<Response> {
  const pathname = pathOf(op).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const request = new Request(
    `http://localhost${op.serve === "console" ? "/api" : ""}${pathname}${init.search ?? ""}`,
    {
      method: method(op),
      headers: {
        ...(init.bearer ? { authorization: `Bearer ${init.bearer}` } : {}),
        "content-type": "application/json",
        ...init.headers,
      },
      ...(method(op) === "GET" ? {} : { body: JSON.stringify(init.body ?? {}) }),
    },
  );
  if (op.serve === "gateway") {
    const match = matchRoute(method(op), pathname);
    if (!match || "allowed" in match) throw new Error(`${op.http} is served by nothing`);
    return serve(match.verb, request, match.params, authenticatePoint);
  }
  const handlers = (await import(path.resolve(routeFile(op)))) as Record<string, Handler | undefined>;
  const handler = handlers[method(op)];
  if (!handler) throw new Error(`${routeFile(op)} does not export ${method(op)}`);
  return handler(request, { params: Promise.resolve(params) });
}

/** What the operation's id is the id of. */
function kindOf(op: Operation): IdKind {
  const kind = (Object.keys(idPrefixes) as IdKind[]).find(
    (one) => op.input.safeParse({ ...validParams[op.id], ...validBodies[op.id], id: newId(one) }).success,
  );
  if (!kind) throw new Error(`Give ${op.id} an entry in validBodies.`);
  return kind;
}

/** With the browser's session, or with a key. */
const as = (role: Role): { bearer: string } | { headers: HeadersInit } =>
  role === "outsider"
    ? { headers: { cookie: outsider, origin: "http://localhost:3000" } }
    : { bearer: keys.get(role) ?? "" };
const holderOf = (op: Operation): Role => Role.options.find((role) => can([role], op.permission)) ?? "admin";
const bound: readonly IdKind[] = [
  "agent",
  "checkpoint",
  "standing",
  "breakGlass",
  "finding",
  "delegation",
  "stopOrder",
  "release",
];
/** By its path, or by a filter of a list. */
const namesAgent = (op: Operation): boolean =>
  pathParams(op).includes("id")
    ? opensToUnits(op) && op.units === null && bound.includes(kindOf(op))
    : pathParams(op).includes("agentId") || (method(op) === "GET" && op.units === "named");
const someParams = (op: Operation) => Object.fromEntries(pathParams(op).map((name) => [name, "1"]));
const isPublic = (op: Operation) => can(["anonymous"], op.permission);
const pointToken = () => {
  const now = Math.floor(Date.now() / 1000);
  return signToken(mine.key, {
    iss: mine.enrolment.pepId,
    aud: "gatehouse",
    iat: now,
    exp: now + 60,
    jti: newId("request"),
  });
};
const expectProblem = async (response: Response, status: number) => {
  expect(response.status, await response.clone().text()).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toMatchObject({
    status,
    code: expect.any(String),
    detail: expect.any(String),
    requestId: expect.stringMatching(/^req_/),
  });
};

/** The body once for each of its texts, with a NUL in that one. */
function* withNul(body: unknown, path: readonly string[] = []): Generator<{ path: string; body: unknown }> {
  if (typeof body === "string") yield { path: path.join("."), body: `${body}\0` };
  if (typeof body !== "object" || body === null) return;
  for (const [name, member] of Object.entries(body)) {
    for (const inner of withNul(member, [...path, name])) {
      const copy: unknown = Array.isArray(body) ? body.with(Number(name), inner.body) : { ...body, [name]: inner.body };
      yield { path: inner.path, body: copy };
    }
  }
}

/** What does not apply to an operation is no test of it, rather than one that is skipped. */
const when = (applies: boolean) => (name: string, run: () => void | Promise<void>) => {
  if (applies) test(name, run);
};

test("there are operations, and no two share an id or an address", () => {
  expect(operations.length).toBeGreaterThan(40);
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  expect(new Set(operations.map(({ http }) => http)).size).toBe(operations.length);
});

describe.each(operations.map((op) => [op.id, op] as const))("%s", (_, op) => {
  when(op.serve === "console")("has its route file", () => expect(existsSync(routeFile(op)), routeFile(op)).toBe(true));

  when(!isPublic(op))("refuses a stranger", async () => {
    await expectProblem(await ask(op, someParams(op), {}), 401);
    await expectProblem(await ask(op, someParams(op), { bearer: "gh_live_made_up" }), 401);
  });

  const lacking = Role.options.filter((role) => !can([role], op.permission));
  when(op.serve === "console" && !isPublic(op) && lacking.length > 0)(
    "refuses every role without its permission",
    async () => {
      for (const role of lacking) await expectProblem(await ask(op, someParams(op), as(role)), 403);
    },
  );

  test("refuses members that it does not know", async () => {
    const who = op.serve === "gateway" ? { bearer: pointToken() } : isPublic(op) ? {} : as(holderOf(op));
    const wrong = { body: { nobodyKnowsThis: 1 }, search: method(op) === "GET" ? "?nobodyKnowsThis=1" : "" };
    await expectProblem(await ask(op, someParams(op), { ...who, ...wrong }), 400);
  });

  when(op.serve === "console" && !isPublic(op) && !opensToUnits(op))(
    "refuses whoever is limited to a unit, for it is about the whole organisation",
    async () => expectProblem(await ask(op, someParams(op), elsewhere), 403),
  );

  when(op.serve === "console" && can(["admin"], op.permission) && namesAgent(op))(
    "knows nothing of another unit's agents",
    async () => {
      const [name] = pathParams(op).filter((one) => one === "id" || one === "agentId");
      const kind = name === "id" ? kindOf(op) : "agent";
      const params = name ? { ...validParams[op.id], [name]: ownIds.get(kind) ?? newId(kind) } : {};
      const search = name === undefined ? `?agentId=${mine.agentId}` : "";
      const body = validBodies[op.id] ?? {};
      const answer = await ask(op, params, { ...elsewhere, body, search });
      // A list of another unit's agent is refused, or has nothing in it.
      if (answer.status === 200) expect((await answer.json()).items).toEqual([]);
      else await expectProblem(answer, 404);
    },
  );

  when(pathParams(op).includes("id") && op.id !== "activity.getCall")(
    "knows nothing of another organisation's things",
    async () => {
      const kind = kindOf(op);
      const who = op.serve === "gateway" ? { bearer: pointToken() } : as(holderOf(op));
      const id = foreignIds.get(kind) ?? newId(kind);
      const params = { ...validParams[op.id], id };
      await expectProblem(await ask(op, params, { ...who, body: validBodies[op.id] ?? {} }), 404);
    },
  );

  const hostile = [...withNul(validBodies[op.id])].filter(({ path }) => !op.verbatim.includes(path));
  when(hostile.length > 0)("names the member whose text cannot be stored", async () => {
    const bearer = op.serve === "gateway" ? pointToken() : (keys.get("admin") ?? "");
    const params: Record<string, string> = pathParams(op).includes("id") ? { id: newId(kindOf(op)) } : {};
    for (const { path: member, body } of hostile) {
      const response = await ask(op, params, { bearer, body: body as object });
      expect(await response.clone().json()).toMatchObject({
        code: "invalid_input",
        invalidParams: expect.arrayContaining([expect.objectContaining({ path: member })]),
      });
      await expectProblem(response, 400);
    }
  });
});

describe("whatever the operation", () => {
  const op = operations.find(({ id }) => id === "inventory.registerAgent");
  if (!op) throw new Error("registerAgent is gone");
  const post = (body: BodyInit, headers: Record<string, string> = {}) =>
    (async () => {
      const { POST } = (await import(path.resolve(routeFile(op)))) as { POST: Handler };
      const request = new Request("http://localhost/api/v1/agents", {
        method: "POST",
        body,
        headers: { authorization: `Bearer ${keys.get("admin")}`, "content-type": "application/json", ...headers },
      });
      return POST(request, { params: Promise.resolve({}) });
    })();

  test("a body of ten megabytes is refused before it is parsed", async () => {
    await expectProblem(await post(`{"name":"${"x".repeat(10 * 1024 * 1024)}"}`), 413);
  });
  test("a small body that unpacks to a large one is refused", async () => {
    const { gzipSync } = await import("node:zlib");
    await expectProblem(
      await post(gzipSync(`{"name":"${"x".repeat(10 * 1024 * 1024)}"}`), { "content-encoding": "gzip" }),
      413,
    );
  });
  test("what is not JSON, not an object, too deep or not UTF-8 is refused", async () => {
    for (const body of ["{", "[]", "1", "null", `{"a":${"[".repeat(5000)}${"]".repeat(5000)}}`])
      await expectProblem(await post(body), 400);
    await expectProblem(await post(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])), 400);
  });
  test("a policy of a megabyte is refused for its size, one above the limit with the limit, and neither reaches the parser", async () => {
    const { createPolicyOp, validatePolicyOp, MOST_POLICY_TEXT } = await import("@/lib/policy/contract");
    const send = async (op: Operation, length: number) => {
      const { POST } = (await import(path.resolve(routeFile(op)))) as { POST: Handler };
      const body = { slug: "huge", title: "Huge", text: "x".repeat(length) };
      const given = op === validatePolicyOp ? { text: body.text } : body;
      const headers = { authorization: `Bearer ${keys.get("admin")}`, "content-type": "application/json" };
      const init = { method: "POST", body: JSON.stringify(given), headers };
      return POST(new Request("http://localhost/api/v1/policies", init), { params: Promise.resolve({}) });
    };
    for (const op of [createPolicyOp, validatePolicyOp] as Operation[]) {
      await expectProblem(await send(op, 1024 * 1024), 413);
      const response = await send(op, MOST_POLICY_TEXT + 1);
      expect(await response.clone().json()).toMatchObject({
        invalidParams: [{ path: "text", message: expect.stringContaining("100000") }],
      });
      await expectProblem(response, 400);
    }
  });
  test("a form cannot be sent as JSON", async () => {
    await expectProblem(await post('{"name":"x","purpose":"y"}', { "content-type": "text/plain" }), 415);
  });
  test("names with markup and invisible characters are kept as they are, never changed in silence", async () => {
    const name = `<img src=x onerror=alert(1)> \u202Egnp.exe \u200B${newId("request")}`;
    const response = await post(JSON.stringify({ name, purpose: "hostile" }));
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ name });
  });
  test("a NUL is refused with a sentence and not a crash", async () => {
    const response = await post(JSON.stringify({ name: `a\u0000b${newId("request")}`, purpose: "x" }));
    expect(await response.clone().json()).toMatchObject({ invalidParams: [{ path: "name" }] });
    await expectProblem(response, 400);
  });
});
