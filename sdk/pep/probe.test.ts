import { expect, test } from "vitest";
import { sha256 } from "../canonical.ts";
import { verifyCanonical } from "../crypto.ts";
import { lineContent } from "../testing/bundle-fixture.ts";
import { testGateway, testPoint } from "../testing/test-point.ts";

const read = { agentId: "agent-1", tool: "fs/read", arguments: {} };

test("a probe of a killed agent is answered with the refusal, signed with the point's own key, and is not activity", async () => {
  const gateway = await testGateway();
  gateway.publish(lineContent());
  const point = await testPoint(gateway);
  const order = gateway.order("agent-1", "killed");
  const { statement, signature } = await gateway.probe(read, order);
  expect(statement).toMatchObject({
    org: gateway.org,
    pep: point.id,
    orderId: order,
    effect: "deny",
    code: "agent_killed",
    enforced: true,
    revision: 1,
  });
  const publicKey = gateway.points.get(point.id)?.publicKey ?? "";
  const signed = { keyId: "", algorithm: "Ed25519", value: signature } as const;
  expect(verifyCanonical(publicKey, statement, signed)).toBe(true);
  expect(verifyCanonical(publicKey, { ...statement, effect: "allow" }, signed)).toBe(false);
  await point.flush();
  expect(gateway.records.calls()).toEqual([]);
});

test("the proof over the bundle is made of the content in force and the nonce", async () => {
  const gateway = await testGateway();
  gateway.publish(lineContent());
  await testPoint(gateway);
  const { statement } = await gateway.probe(read);
  const content = gateway.bundles.get(statement.revision)?.content;
  expect(statement.bundleProof).toBe(sha256(`${statement.nonce}\n${content}`));
  expect(statement).toMatchObject({ orderId: null, effect: "allow", code: "permitted", enforced: true });
});

test("in observe mode a refusal by policy is said not to be enforced, and one by an order is", async () => {
  const gateway = await testGateway();
  gateway.mode = "observe";
  gateway.publish(lineContent());
  await testPoint(gateway);
  const { statement } = await gateway.probe({ ...read, tool: "fs/remove" });
  expect(statement).toMatchObject({ effect: "deny", enforced: false });
  gateway.revoke({ kind: "tool", tool: "fs/remove" });
  const after = await gateway.probe({ ...read, tool: "fs/remove" });
  expect(after.statement).toMatchObject({ effect: "deny", code: "revoked", enforced: true });
});

test("without a bundle there is no revision to claim and nothing to prove", async () => {
  const gateway = await testGateway();
  await testPoint(gateway);
  const { statement } = await gateway.probe(read);
  expect(statement).toMatchObject({ code: "no_bundle", revision: 0, bundleProof: null });
});

test("an answer that is lost on its way is given again", async () => {
  const gateway = await testGateway();
  gateway.publish(lineContent());
  await testPoint(gateway);
  gateway.intercept(/probes/, "cut");
  expect((await gateway.probe(read)).statement.effect).toBe("allow");
  expect(gateway.records.intercepted).toBe(1);
});
