// The record of calls on its way to the gateway: kept on disk until the gateway has it, and open about what is lost.
import { randomUUID } from "node:crypto";
import { digestOf } from "./signed.mjs";

const FLUSH_MS = 50;
const BATCH = 200;

export class Report {
  constructor(store, gateway) {
    this.store = store;
    this.gateway = gateway;
    this.timer = setInterval(() => void this.flush(), FLUSH_MS);
    this.sending = null;
  }

  /** Enters a decision; the id under which its outcome is reported. */
  call(request, decision, { revision, enforced, operationClass, checkpointId = null }) {
    const id = randomUUID();
    this.enter({
      type: "call",
      id,
      at: new Date().toISOString(),
      agentId: request.agentId,
      tool: request.tool,
      operationClass,
      effect: decision.effect,
      code: decision.code,
      enforced,
      reason: decision.reason,
      policies: decision.policies,
      observed: [],
      revision,
      decisionNs: null,
      argumentsDigest: safeDigest(request.arguments),
      argumentsText: "",
      onBehalfOf: request.onBehalfOf ?? null,
      chain: (request.chain ?? []).slice(0, 16),
      checkpointId,
      traceId: null,
    });
    return id;
  }

  outcome(callId, outcome, durationMs, error = null) {
    const at = new Date().toISOString();
    this.enter({ type: "outcome", id: randomUUID(), callId, at, outcome, durationMs, error });
  }

  enter(event) {
    this.store.setSpool([...this.store.spool, event]);
  }

  flush() {
    this.sending ??= this.send().finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  async send() {
    const batch = this.store.spool.slice(0, BATCH);
    if (batch.length === 0) return;
    let results;
    try {
      ({ results } = await this.gateway.ask("POST", "/v1/pep/events", { events: batch }));
    } catch {
      return;
    }
    const lost = batch.filter((event, index) => results[index].status === "refused" && event.type !== "gap");
    this.store.setSpool(this.store.spool.slice(batch.length));
    if (lost.length > 0) this.gap(lost);
  }

  gap(lost) {
    const at = new Date().toISOString();
    const reason = "The gateway refused them.";
    this.enter({
      type: "gap",
      id: randomUUID(),
      at,
      lost: lost.length,
      firstAt: lost[0].at,
      lastAt: lost.at(-1).at,
      reason,
    });
  }

  async close() {
    clearInterval(this.timer);
    await this.flush();
  }
}

/** What has no canonical form is told from the rest all the same. */
function safeDigest(args) {
  try {
    return digestOf(args);
  } catch {
    return digestOf(JSON.stringify(args));
  }
}
