// What the gateway says on the stream, put into effect and acknowledged; and what of it stands in the way of a call.
import { checkSignature, sha256 } from "./signed.mjs";

export class Orders {
  constructor(store, gateway) {
    this.store = store;
    this.gateway = gateway;
    this.bundle = null;
    this.sequence = -1;
    this.acks = [];
    this.heardSince = performance.now();
    this.listeners = { stopped: () => undefined, decided: () => undefined, probe: () => undefined };
    this.restore();
  }

  /** The bundle in force, or null while there is none that may be decided by. */
  get held() {
    const { minimumRevision, trust } = this.store.state;
    if (!this.bundle || this.bundle.revision < minimumRevision) return null;
    return trust.some(({ keyId }) => keyId === this.bundle.keyId) ? this.bundle : null;
  }

  take(event, id) {
    const old = id !== null && Number(id) <= this.sequence;
    if (event.type === "state") this.takeState(event, id);
    if (event.type === "lease") this.hear(event.leaseSeconds);
    if (event.type === "bundle") this.takeBundle(event);
    if (event.type === "agent") this.takeStop(event, old);
    if (event.type === "revoke") this.takeRevocation(event, old);
    if (event.type === "checkpoint.decided") this.listeners.decided(event);
    if (event.type === "probe") this.listeners.probe(event);
    if (id !== null) this.store.update({ lastEventId: id });
  }

  takeState({ stopped, revoked, trust, mode, minimumRevision, revision, leaseSeconds }, id) {
    this.sequence = Number(id);
    const { state } = this.store;
    this.store.update({
      stopped,
      revoked,
      mode,
      trust: trust.length > 0 ? trust : state.trust,
      minimumRevision: Math.max(state.minimumRevision, minimumRevision),
    });
    this.hear(leaseSeconds);
    this.listeners.stopped();
    if (revision !== null && this.held?.revision !== revision) void this.load(revision);
  }

  takeBundle({ revision, minimumRevision }) {
    this.store.update({ minimumRevision: Math.max(this.store.state.minimumRevision, minimumRevision) });
    void this.load(revision);
  }

  /** An order from before the state is in it already: it is confirmed, and must not undo what came later. */
  takeStop({ orderId, agentId, status }, old) {
    const others = this.store.state.stopped.filter((each) => each.agentId !== agentId);
    if (!old) this.store.update({ stopped: status === "active" ? others : [...others, { agentId, status }] });
    if (!old) this.listeners.stopped();
    this.acknowledge({ kind: "order", orderId, at: new Date().toISOString() });
  }

  takeRevocation({ orderId, scope, active }, old) {
    const same = JSON.stringify(scope);
    const others = this.store.state.revoked.filter((each) => JSON.stringify(each) !== same);
    if (!old) this.store.update({ revoked: active ? [...others, scope] : others });
    if (!old) this.listeners.stopped();
    this.acknowledge({ kind: "order", orderId, at: new Date().toISOString() });
  }

  hear(leaseSeconds) {
    this.heardSince = performance.now();
    this.store.update({ lastWord: { at: Date.now(), leaseSeconds } });
  }

  /** Seconds since the gateway was heard: the longer of two clocks, since one of them can be set. */
  silence() {
    const { lastWord } = this.store.state;
    if (!lastWord) return Number.POSITIVE_INFINITY;
    const byWall = Date.now() - lastWord.at;
    if (byWall < 0) return Number.POSITIVE_INFINITY;
    return Math.max(byWall, performance.now() - this.heardSince) / 1000;
  }

  async load(revision) {
    const at = () => new Date().toISOString();
    try {
      const signed = await this.gateway.ask("GET", `/v1/pep/bundles/${revision}`);
      this.activate(signed, revision);
      this.acknowledge({ kind: "bundle", revision, result: "loaded", at: at() });
    } catch (error) {
      const reason = String(error.message).slice(0, 400);
      this.acknowledge({ kind: "bundle", revision, result: "refused", reason, at: at() });
    }
  }

  activate(signed, asked) {
    const { manifest, content, signature } = signed;
    const { state } = this.store;
    checkSignature(state.trust, manifest, signature);
    if (sha256(content) !== manifest.contentDigest) throw new Error("its content is not what was signed");
    if (manifest.org !== state.org) throw new Error("it belongs to another organisation");
    if (manifest.revision !== asked) throw new Error("it is another revision than was asked for");
    if (manifest.revision < Math.max(state.minimumRevision, manifest.minimumRevision))
      throw new Error("it is older than the minimum");
    const { revision: highest = 0, contentDigest = "" } = state.highest ?? {};
    if (asked < highest) throw new Error("it is older than one that was held before");
    if (asked === highest && manifest.contentDigest !== contentDigest) throw new Error("its number was used before");
    this.bundle = { revision: asked, keyId: signature.keyId, text: content, ...JSON.parse(content) };
    this.store.update({ highest: { revision: asked, contentDigest: manifest.contentDigest } });
    this.store.write("bundle.json", signed);
  }

  /** The bundle of the last run, verified again: the disk is not trusted more than the line. */
  restore() {
    const signed = this.store.readJson("bundle.json");
    if (!signed) return;
    try {
      this.activate(signed, signed.manifest.revision);
    } catch {
      this.bundle = null;
    }
  }

  acknowledge(ack) {
    this.acks.push(ack);
    void this.sendAcks();
  }

  async sendAcks() {
    if (this.sending || this.acks.length === 0) return;
    this.sending = true;
    const acks = this.acks.slice(0, 500);
    try {
      await this.gateway.ask("POST", "/v1/pep/acks", { acks });
      this.acks.splice(0, acks.length);
    } catch {
      // Sent again when the stream is back.
    }
    this.sending = false;
    if (this.acks.length > 0) setTimeout(() => void this.sendAcks(), 200);
  }
}
