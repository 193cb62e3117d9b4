// An enforcement point written from docs/protocol.md alone. One JSON request per line in, one JSON answer per line out.
import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import { Gateway } from "./gateway.mjs";
import { enforces, judge } from "./judge.mjs";
import { Orders } from "./orders.mjs";
import { Report } from "./report.mjs";
import { canonical, checkSignature, digestOf, sha256, signValue } from "./signed.mjs";
import { Store } from "./store.mjs";

const { GATEHOUSE_URL, GATEHOUSE_ENROL_TOKEN, GATEHOUSE_STATE_DIR, GATEHOUSE_TOOL_URL } = process.env;
const POLL_MS = 500;

const store = new Store(GATEHOUSE_STATE_DIR);
const { privateKey, publicKey } = store.key();
const gateway = new Gateway(GATEHOUSE_URL, privateKey);
await enrol();
const orders = new Orders(store, gateway);
const report = new Report(store, gateway);
/** Calls that wait for people: looked at again whenever something is heard. */
const waiting = new Set();
const verdicts = new Map();

orders.listeners = {
  stopped: () => {
    for (const wake of waiting) wake();
  },
  decided: (event) => {
    verdicts.set(event.checkpointId, event);
    for (const wake of waiting) wake();
  },
  probe: (event) => void answerProbe(event),
};
void gateway.follow({
  take: (event, id) => orders.take(event, id),
  lastId: () => store.state.lastEventId,
  leaseSeconds: () => store.state.lastWord?.leaseSeconds ?? 30,
  onOpen: () => void orders.sendAcks(),
});
const beat = setInterval(() => void sayHowItIs(), 2000);

async function enrol() {
  if (!store.state.pepId) {
    const input = { token: GATEHOUSE_ENROL_TOKEN, publicKey, kind: "sdk", name: "bare", version: "bare 1" };
    const { pepId, org, mode, trust } = await gateway.ask("POST", "/v1/pep/enroll", input);
    store.update({ pepId, org, mode, trust });
  }
  gateway.pepId = store.state.pepId;
}

async function sayHowItIs() {
  const clock = new Date().toISOString();
  const revision = orders.bundle?.revision ?? 0;
  const words = { version: "bare 1", revision, spoolDepth: store.spool.length, gaps: 0, clock };
  await gateway.ask("POST", "/v1/pep/heartbeat", words).catch(() => undefined);
}

async function call(request) {
  try {
    canonical(request.arguments);
  } catch {
    return refuse(request, {
      effect: "deny",
      code: "arguments_unrepresentable",
      reason: "No exact form.",
      policies: [],
    });
  }
  const decision = judge(orders, request);
  if (decision.effect === "allow" || !enforces(orders, decision)) return run(request, decision);
  if (decision.effect === "deny") return refuse(request, decision);
  const asked = note(request, decision, true);
  const allowed = await askPeople(request, decision, asked);
  return allowed.effect === "allow" ? run(request, allowed) : refuse(request, allowed);
}

function note(request, decision, enforced, checkpointId = null) {
  const revision = orders.held?.revision ?? 0;
  const operationClass = orders.held?.tools.find(({ id }) => id === request.tool)?.operationClass ?? null;
  return report.call(request, decision, { revision, enforced, operationClass, checkpointId });
}

function refuse(request, decision) {
  note(request, decision, true);
  return { ran: false, code: decision.code };
}

async function run(request, decision) {
  const callId = note(request, decision, decision.effect === "allow", decision.checkpointId);
  const started = performance.now();
  try {
    const body = JSON.stringify({ tool: request.tool, arguments: request.arguments });
    const response = await fetch(GATEHOUSE_TOOL_URL, { method: "POST", body });
    if (!response.ok) throw new Error(`the tool answered ${response.status}`);
    report.outcome(callId, "succeeded", performance.now() - started);
  } catch (error) {
    report.outcome(callId, "failed", performance.now() - started, error.message);
  }
  return { ran: true, code: decision.code };
}

/** The decision after people were asked: an allow only when exactly this was approved, still holds, and was redeemed. */
async function askPeople(request, decision, callId) {
  const no = (code, reason) => ({ ...decision, effect: "deny", code, reason });
  const action = actionOf(request);
  const digest = digestOf(action);
  let asked;
  try {
    asked = await gateway.ask("POST", "/v1/pep/checkpoints", { action, digest, agentReason: null, callId });
  } catch (error) {
    return no("checkpoint_unavailable", `People could not be asked: ${error.message}`);
  }
  const verdict = await verdictOf(asked.checkpointId, request);
  if (verdict.stopped) return verdict.stopped;
  if (verdict.status !== "approved") return no(`checkpoint_${verdict.status}`, "People did not approve it.");
  const objection = objectionTo(verdict.grant, {
    action,
    digest,
    rules: decision.rules,
    checkpointId: asked.checkpointId,
  });
  if (objection) return no("grant_refused", objection);
  const now = judge(orders, request, verdict.grant.grant.rules);
  if (now.effect !== "allow") return no(now.effect === "deny" ? now.code : "grant_refused", now.reason);
  try {
    const id = encodeURIComponent(verdict.grant.grant.id);
    await gateway.ask("POST", `/v1/pep/grants/${id}/redeem`, { actionDigest: digest });
  } catch (error) {
    return no("grant_refused", `It could not be redeemed: ${error.message}`);
  }
  return { ...now, checkpointId: asked.checkpointId };
}

function actionOf(request) {
  const tool = orders.held.tools.find(({ id }) => id === request.tool);
  return {
    format: 1,
    org: store.state.org,
    agent: request.agentId,
    pep: store.state.pepId,
    tool: request.tool,
    pin: tool.pin,
    operationClass: tool.operationClass,
    arguments: request.arguments,
    onBehalfOf: request.onBehalfOf ?? null,
    chain: request.chain ?? [],
    revision: orders.held.revision,
    nonce: randomBytes(16).toString("hex"),
  };
}

/** What people decided, or the order that ends the wait. Looked up now and then, in case its event was missed. */
async function verdictOf(checkpointId, request) {
  for (;;) {
    const stopped = judge(orders, request);
    if (stopped.effect === "deny") return { stopped };
    const verdict = verdicts.get(checkpointId) ?? (await lookUp(checkpointId));
    if (verdict && verdict.status !== "pending") return verdict;
    await new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, POLL_MS);
      waiting.add(wake);
    });
  }
}

const lookUp = (id) => gateway.ask("GET", `/v1/pep/checkpoints/${id}`).catch(() => null);

function objectionTo(signed, { action, digest, rules, checkpointId }) {
  if (!signed) return "There is no grant.";
  const { grant, signature } = signed;
  try {
    checkSignature(store.state.trust, grant, signature);
  } catch (error) {
    return error.message;
  }
  if (grant.org !== action.org || grant.checkpointId !== checkpointId) return "It is for another request.";
  if (grant.agent !== action.agent || grant.tool !== action.tool) return "It is for another agent or tool.";
  if (grant.pep !== action.pep) return "It is for another point.";
  if (grant.actionDigest !== digest) return "It is for another action.";
  if (!rules.every((rule) => grant.rules.includes(rule))) return "It does not lift every rule.";
  return Date.parse(grant.expiresAt) <= Date.now() ? "It has expired." : null;
}

async function answerProbe({ probeId, orderId, nonce, request }) {
  const decision = judge(orders, request);
  const { held } = orders;
  const statement = {
    format: 1,
    org: store.state.org,
    pep: store.state.pepId,
    probeId,
    orderId,
    nonce,
    agentId: request.agentId,
    tool: request.tool,
    effect: decision.effect,
    code: decision.code,
    reason: decision.reason,
    enforced: enforces(orders, decision),
    revision: held?.revision ?? 0,
    bundleProof: held ? sha256(`${nonce}\n${held.text}`) : null,
    at: new Date().toISOString(),
  };
  const signature = signValue(privateKey, statement);
  await gateway.ask("POST", "/v1/pep/probes", { statement, signature }).catch(() => undefined);
}

const open = new Set();
for await (const line of createInterface({ input: process.stdin })) {
  const { id, ...request } = JSON.parse(line);
  const done = call(request)
    .catch((error) => ({ ran: false, code: `error: ${error.message}` }))
    .then((answer) => process.stdout.write(`${JSON.stringify({ id, ...answer })}\n`))
    .finally(() => open.delete(done));
  open.add(done);
}
await Promise.all(open);
clearInterval(beat);
gateway.close();
await report.close();
process.exit(0);
