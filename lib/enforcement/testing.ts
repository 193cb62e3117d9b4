/** For integration tests: an organisation with an agent, tools, policies in force and one enrolled point. */
import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { beginConfirmation } from "@/lib/changes/begin-confirmation";
import { saveRule } from "@/lib/checkpoints/save-rule";
import { confirmChange } from "@/lib/confirmations/confirm-change";
import { database } from "@/lib/db/client";
import { type Ctx, contextFor, nobody } from "@/lib/db/ctx";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { TestPasskey } from "@/lib/identity/testing-passkey";
import { registerAgent } from "@/lib/inventory/register-agent";
import { registerTool } from "@/lib/inventory/register-tool";
import type { saveRuleOp } from "@/lib/policy/contract";
import { createPolicy } from "@/lib/policy/create-policy";
import { publishBundle } from "@/lib/policy/publish-bundle";
import { Refusal, type WaitingChange } from "@/lib/shared/errors";
import type { PersonRole } from "@/lib/shared/permissions";
import { actionDigest } from "@/sdk/action-digest";
import type { JsonObject } from "@/sdk/canonical";
import { generateSigningKey, type SigningKey, signCanonical } from "@/sdk/crypto";
import { bundleProof } from "@/sdk/pep/probe";
import type { Action } from "@/sdk/wire/action";
import { type EnrolOutput, type HoldInput, type ProbeStatement, StreamEvent } from "@/sdk/wire/protocol";
import { confirmRelease } from "./confirm-release";
import { enrolPoint } from "./enrol-point";
import { invitePoint } from "./invite-point";
import { releaseAgent } from "./release-agent";
import { reportProbe } from "./report-probe";
import type { StopOrder } from "./stop-contract";

export type TestFleet = TestOrg & {
  agentId: string;
  point: Ctx;
  enrolment: EnrolOutput;
  key: SigningKey;
  revision: number;
  /** A held action of the agent, ready to be sent. */
  held: (more?: Partial<Action> & { arguments?: JsonObject }) => HoldInput;
};

const schema = (properties: JsonObject): JsonObject => ({
  inputSchema: { type: "object", properties, required: Object.keys(properties) },
});

export const payTool = "bank/pay";
export const readTool = "bank/balance";
export const closeTool = "bank/close_account";

/** `bank/pay` is held for the owner above 100, `bank/balance` is allowed, `bank/close_account` is forbidden. */
export async function testFleet(name?: string): Promise<TestFleet> {
  const org = await testOrg(database(), name);
  const agent = await registerAgent(org.ctx, {
    name: "Payments agent",
    purpose: "Pays invoices",
    riskTier: "high",
    ownerId: org.users.owner.id,
    backupOwnerId: org.users.approver.id,
  });
  await registerTool(org.ctx, {
    server: "bank",
    name: "pay",
    operationClass: "money.move",
    definition: schema({ to: { type: "string" }, amount: { type: "integer" } }),
  });
  await registerTool(org.ctx, {
    server: "bank",
    name: "balance",
    operationClass: "read",
    reversibility: "reversible",
    definition: schema({ account: { type: "string" } }),
  });
  await registerTool(org.ctx, {
    server: "bank",
    name: "close_account",
    operationClass: "config.change",
    definition: schema({ account: { type: "string" } }),
  });
  await saveRule(org.ctx, {
    slug: "owner-agrees",
    title: "The owner agrees",
    stages: [{ title: "the owner", need: 1, from: [{ kind: "owner" }] }],
    expiresInSeconds: 900,
  });
  await createPolicy(org.ctx, {
    slug: "bank-open",
    title: "The bank server is open",
    text: 'permit (principal, action, resource == Server::"bank");',
  });
  await createPolicy(org.ctx, {
    slug: "close-never",
    title: "No account is closed",
    text: 'forbid (principal, action == Action::"bank/close_account", resource);',
  });
  await createPolicy(org.ctx, {
    slug: "pay-held",
    title: "Payments above 100 wait for the owner",
    text: '@checkpoint("owner-agrees")\nforbid (principal, action == Action::"bank/pay", resource) when { context.args.amount > 100 };',
  });
  const { done } = await publishBundle(org.ctx, { note: "first" });
  if (!done) throw new Error("the first publication needed two people");
  const { revision } = done;
  const enrolled = await testPoint(org.ctx, [agent.id]);
  return {
    ...org,
    ...enrolled,
    agentId: agent.id,
    revision,
    held: (more = {}) => holdInput(org.orgId, agent.id, enrolled.enrolment.pepId, revision, more),
  };
}

/** Enrols a point for these agents (none: all) as a real one does, and gives its context. */
export async function testPoint(
  admin: Ctx,
  agents: string[],
): Promise<{ point: Ctx; enrolment: EnrolOutput; key: SigningKey }> {
  const { token } = await invitePoint(admin, { name: "Test point", kind: "mcp-proxy", agents });
  const key = generateSigningKey();
  const enrolment = await enrolPoint(contextFor(nobody, ""), {
    token,
    publicKey: key.publicKeyPem,
    kind: "mcp-proxy",
    name: "test",
    version: "0",
  });
  const point = contextFor({ kind: "pep", id: enrolment.pepId, name: "Test point", agents }, admin.orgId);
  return { point, enrolment, key };
}

function holdInput(org: string, agent: string, pep: string, revision: number, more: Partial<Action>): HoldInput {
  const action: Action = {
    format: 1,
    org,
    agent,
    pep,
    tool: payTool,
    pin: null,
    operationClass: "money.move",
    arguments: { to: "ACME", amount: 500 },
    onBehalfOf: null,
    chain: [],
    revision,
    nonce: randomBytes(12).toString("hex"),
    ...more,
  };
  return {
    action,
    digest: actionDigest(action),
    agentReason: "the invoice is due",
    callId: randomBytes(12).toString("hex"),
  };
}

/** Asks for an agent's release as one person and confirms it as another. */
export async function releaseByTwo(org: TestOrg, id: string, reason = "mended"): Promise<StopOrder> {
  const { request } = await releaseAgent(org.as("admin"), { id, reason });
  if (!request) throw new Error("the release needed one person only");
  return confirmRelease(org.as("security"), { id: request.id });
}

const passkeys = new Map<string, TestPasskey>();

/** The second person's passkey, made when it is first needed. */
export async function passkeyOf(org: TestOrg, role: PersonRole): Promise<TestPasskey> {
  const userId = org.users[role].id;
  const known = passkeys.get(userId);
  if (known) return known;
  const passkey = new TestPasskey();
  passkeys.set(userId, passkey);
  await database().passkey.create({
    data: {
      id: passkey.id,
      orgId: org.orgId,
      userId,
      name: `${role}'s key`,
      publicKey: new Uint8Array(passkey.coseKey()),
      counter: 0,
      transports: ["internal"],
      backedUp: false,
    },
  });
  return passkey;
}

/** Confirms a change as another person, by passkey. */
export async function confirmAs(org: TestOrg, role: PersonRole, request: { id: string; digest: string }) {
  const passkey = await passkeyOf(org, role);
  const shown = { id: request.id, digest: request.digest };
  const { stepUpId, options } = await beginConfirmation(org.as(role), shown);
  return confirmChange(org.as(role), {
    ...shown,
    stepUp: { id: stepUpId, answer: passkey.approve(options.challenge) },
  });
}

/** The change that an act proposed instead of being carried out, however it says so; null: it was carried out. */
export async function proposedBy(act: Promise<unknown>): Promise<WaitingChange | null> {
  try {
    const answer = await act;
    if (typeof answer !== "object" || answer === null) return null;
    const change = "request" in answer ? answer.request : "waits" in answer ? answer.waits : null;
    return change as WaitingChange | null;
  } catch (error) {
    if (error instanceof Refusal && error.change) return error.change;
    throw error;
  }
}

/** An act of the admin's with a reason, confirmed by security where it waits. */
export async function actByTwo(org: TestOrg, act: Promise<unknown>): Promise<void> {
  const change = await proposedBy(act);
  if (change) await confirmAs(org, "security", change);
}

/** The same for what is shown once, which is good only then. */
export async function shownByTwo<Answer extends { waits: WaitingChange | null }>(
  org: TestOrg,
  act: Promise<Answer>,
): Promise<Answer> {
  const answer = await act;
  if (answer.waits) await confirmAs(org, "security", answer.waits);
  return answer;
}

/** Where a change that the admin asked for weakens, security confirms it. */
export async function byTwo<Result>(
  org: TestOrg,
  { done, request }: { done: Result | null; request: { id: string; digest: string } | null },
): Promise<Result | null> {
  if (request) await confirmAs(org, "security", request);
  return done;
}

/** Publishes as the admin; where that weakens, security confirms. */
export async function publishByTwo(org: TestOrg, input: { note?: string } = {}): Promise<{ revision: number }> {
  await byTwo(org, await publishBundle(org.ctx, { reason: "for the test", ...input }));
  const where = { orgId: org.orgId, cause: "published" };
  return database().bundle.findFirstOrThrow({ where, orderBy: { revision: "desc" }, select: { revision: true } });
}

/** Saves a rule as the admin; where that weakens, security confirms. */
export async function saveRuleByTwo(org: TestOrg, input: z.input<typeof saveRuleOp.input>): Promise<void> {
  await byTwo(org, await saveRule(org.ctx, { reason: "for the test", ...input }));
}

/** Answers a probe that was sent to the point as an honest point does that decided so. */
export async function answerProbe(
  fleet: Pick<TestFleet, "point" | "key" | "orgId">,
  more: Partial<ProbeStatement> = {},
  signer: SigningKey = fleet.key,
): Promise<{ accepted: number }> {
  const db = database();
  const entry = await db.controlLog.findFirstOrThrow({
    where: { orgId: fleet.orgId, pepId: fleet.point.actor.id, body: { path: ["type"], equals: "probe" } },
    orderBy: { seq: "desc" },
  });
  const probe = StreamEvent.parse(entry.body);
  if (probe.type !== "probe") throw new Error("not a probe");
  const bundle = await db.bundle.findFirstOrThrow({ where: { orgId: fleet.orgId }, orderBy: { revision: "desc" } });
  const statement: ProbeStatement = {
    format: 1,
    org: fleet.orgId,
    pep: fleet.point.actor.id,
    probeId: probe.probeId,
    orderId: probe.orderId,
    nonce: probe.nonce,
    agentId: probe.request.agentId,
    tool: probe.request.tool,
    effect: "deny",
    code: "agent_killed",
    reason: "It is killed.",
    enforced: true,
    revision: bundle.revision,
    bundleProof: bundleProof(probe.nonce, bundle.content),
    at: new Date().toISOString(),
    ...more,
  };
  return reportProbe(fleet.point, { statement, signature: signCanonical(signer, statement).value });
}
