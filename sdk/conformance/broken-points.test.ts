import { describe, expect, test, vi } from "vitest";
import { runConformance } from "./run-conformance.ts";
import { brokenPoint, type Mistake } from "./testing/broken-point.ts";

vi.setConfig({ testTimeout: 90_000, maxConcurrency: 4 });

const orders = "orders.mjs";
const allow = '{ effect: "allow", code: "permitted", reason: "", policies: [], rules: [] }';

/** By the check that has to notice. The texts are source, placeholders and all. */
const mistakes: Record<string, Mistake & { with?: string }> = {
  "enrol.key": { file: "store.mjs", right: 'generateKeyPairSync("ed25519")', wrong: 'generateKeyPairSync("ed448")' },
  "enrol.cold-start": {
    file: "judge.mjs",
    right: 'if (!held) return deny("no_bundle", "There is no bundle to decide by.");',
    wrong: `if (!held) return ${allow};`,
  },
  "bundle.loads": { file: orders, right: 'result: "loaded", at: at()', wrong: 'result: "refused", at: at()' },
  "bundle.signature": { file: orders, right: "checkSignature(state.trust, manifest, signature);", wrong: "" },
  "bundle.digest": { file: orders, right: "sha256(content) !== manifest.contentDigest", wrong: "false" },
  "bundle.organisation": { file: orders, right: "manifest.org !== state.org", wrong: "false" },
  "bundle.number": { file: orders, right: "manifest.revision !== asked", wrong: "false" },
  "bundle.replay": { file: orders, right: "asked < highest", wrong: "false" },
  "bundle.minimum": { file: orders, right: "this.bundle.revision < minimumRevision", wrong: "false" },
  "decide.safe": {
    file: "decide.mjs",
    right: 'return deny("arguments_invalid", "This point cannot check arguments by a schema.");',
    wrong: `return ${allow};`,
  },
  "hold.asks": {
    file: "point.mjs",
    right: "arguments: request.arguments,\n    onBehalfOf",
    wrong: "arguments: {},\n    onBehalfOf",
  },
  "hold.approved": {
    file: "point.mjs",
    right: "if (verdict.stopped) return verdict.stopped;",
    wrong: `return ${allow};`,
  },
  "hold.other-digest": { file: "point.mjs", right: "grant.actionDigest !== digest", wrong: "false" },
  "hold.other-point": { file: "point.mjs", right: "grant.pep !== action.pep", wrong: "false" },
  "hold.expired": { file: "point.mjs", right: "Date.parse(grant.expiresAt) <= Date.now()", wrong: "false" },
  "hold.forged": { file: "point.mjs", right: "checkSignature(store.state.trust, grant, signature);", wrong: "" },
  "hold.redeem-refused": {
    file: "point.mjs",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    right: 'return no("grant_refused", `It could not be redeemed: ${error.message}`);',
    wrong: "void error;",
  },
  "delegate.unsigned": { file: "decide.mjs", right: "return edge && covers(edge) ? []", wrong: "return !edge ? []" },
  "delegate.ended": { file: "decide.mjs", right: "Date.parse(edge.until) > Date.now() &&", wrong: "" },
  "delegate.circle": { file: "decide.mjs", right: "new Set(path).size < path.length", wrong: "false" },
  "delegate.action": {
    file: "point.mjs",
    right: "chain: request.chain ?? [],\n    revision",
    wrong: "chain: [],\n    revision",
  },
  "delegate.stopped": {
    file: "judge.mjs",
    right: "path.includes(agentId));\n  if (stop)",
    wrong: "agentId === request.agentId);\n  if (stop)",
  },
  "stop.refuses": { file: "judge.mjs", right: "if (stop) return", wrong: "if (false) return" },
  "stop.suspends": {
    file: orders,
    right: 'this.acknowledge({ kind: "order", orderId, at: new Date().toISOString() });\n  }\n\n  takeRevocation',
    wrong: "}\n\n  takeRevocation",
  },
  "revoke.tool": {
    file: "judge.mjs",
    right: "return tool === scope.tool",
    wrong: "return tool.startsWith(scope.tool.slice(0, 3))",
  },
  "revoke.state": { file: orders, right: "      revoked,\n", wrong: "" },
  "probe.refusal": {
    file: "point.mjs",
    right: "orderId,\n    nonce,\n    agentId",
    wrong: "orderId: null,\n    nonce,\n    agentId",
  },
  "probe.bundle": {
    file: "point.mjs",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    right: "sha256(`${nonce}\\n${held.text}`)",
    wrong: "sha256(held.text)",
  },
  "lease.high": { file: "judge.mjs", right: "orders.silence() > allowed", wrong: "false" },
  "lease.low": { file: "judge.mjs", right: "agent ? held.offline[agent.riskTier] : 0", wrong: "0" },
  "restart.bundle": { file: orders, right: "    if (!signed) return;\n", wrong: "    return;\n" },
  "restart.identity": { file: "point.mjs", right: "if (!store.state.pepId) {", wrong: "{" },
  "restart.orders": {
    file: "store.mjs",
    right: '...this.readJson("state.json") }',
    wrong: '...this.readJson("state.json"), stopped: [] }',
  },
  "restart.replay": {
    file: "store.mjs",
    right: '...this.readJson("state.json") }',
    wrong: '...this.readJson("state.json"), highest: null };\n    this.readJson = () => null',
  },
  "event.call": {
    file: "point.mjs",
    right: 'report.outcome(callId, "succeeded", performance.now() - started);',
    wrong: "",
  },
  "event.outage": {
    file: "report.mjs",
    right: "} catch {\n      return;",
    wrong: "} catch {\n      this.store.setSpool([]);\n      return;",
  },
  "event.retry": {
    file: "report.mjs",
    right: "{ events: batch }",
    wrong: "{ events: batch.map((event) => ({ ...event, id: randomUUID() })) }",
  },
  "event.gap": { file: "report.mjs", right: "if (lost.length > 0) this.gap(lost);", wrong: "" },
  "stream.resume": { file: "gateway.mjs", right: 'headers["last-event-id"] = lastId();', wrong: "void lastId;" },
  "stream.unknown": {
    file: orders,
    right: 'if (event.type === "lease")',
    wrong: 'if (event.type === "weather") process.exit(1);\n    if (event.type === "lease")',
  },
  "conduct.tokens": {
    file: "signed.mjs",
    right: "exp: iat + 240",
    wrong: "exp: iat + 86_400",
    with: "enrol.cold-start",
  },
  "conduct.contract": { file: "report.mjs", right: "      observed: [],\n", wrong: "", with: "event.call" },
};

describe("a point with a mistake does not pass the check that is about it", () => {
  test.concurrent.for(Object.entries(mistakes))("%s", async ([id, mistake]) => {
    const only = mistake.with === undefined ? [id] : [mistake.with, id];
    const scorecard = await runConformance(brokenPoint(mistake), { against: "a broken point", only });
    const check = scorecard.checks.find((result) => result.id === id);
    expect(check?.status).toBe("failed");
    expect(check?.reason).not.toBe("");
    expect(scorecard.conformant).toBe(false);
  });
});
