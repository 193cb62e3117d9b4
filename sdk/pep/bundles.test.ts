import { describe, expect, test } from "vitest";
import { generateSigningKey } from "../crypto.ts";
import { bundleContent, bundlePolicy, lineContent } from "../testing/bundle-fixture.ts";
import type { FakeGateway } from "../testing/fake-gateway.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { testGateway, testPoint } from "../testing/test-point.ts";
import type { SignedBundle } from "../wire/bundle.ts";

const call = { agentId: "agent-1", tool: "fs/read", arguments: {} };
const wide = bundleContent({ policies: [bundlePolicy("permit", null)] });
const shut = bundleContent({ policies: [bundlePolicy("forbid", null)] });

const acked = (gateway: FakeGateway, revision: number) =>
  gateway.records.acks.find((ack) => ack.kind === "bundle" && ack.revision === revision);

async function settled(gateway: FakeGateway, revision: number) {
  await gateway.records.until(`an answer to bundle ${revision}`, () => acked(gateway, revision) !== undefined);
  return acked(gateway, revision);
}

test("a published bundle is in force when it is acknowledged", async () => {
  const gateway = await testGateway();
  gateway.publish(wide);
  const point = await testPoint(gateway);
  expect(point.decide(call)).toMatchObject({ effect: "allow", revision: 1 });
  gateway.publish(shut);
  expect(await settled(gateway, 2)).toMatchObject({ result: "loaded" });
  expect(point.decide(call)).toMatchObject({ effect: "deny", code: "forbidden", revision: 2 });
});

describe("refused whole, and the last good one stays:", () => {
  const stranger = generateSigningKey();
  const cases: [string, (gateway: FakeGateway) => SignedBundle, RegExp][] = [
    [
      "a bundle with edited content",
      (gateway) => {
        const bundle = gateway.sign(shut);
        return { ...bundle, content: bundle.content.replace("forbid", "permit") };
      },
      /not what was signed/,
    ],
    ["a bundle by an unknown key", (gateway) => gateway.sign(wide, {}, stranger), /not trusted/],
    ["a bundle of another organisation", (gateway) => gateway.sign(wide, { org: "org-2" }), /another organisation/],
    ["an older bundle under a new number", (gateway) => gateway.sign(wide, { revision: 1 }), /asked for/],
    [
      "a bundle with a policy that cannot be compiled",
      (gateway) => gateway.sign(bundleContent({ policies: [{ ...bundlePolicy("permit", null), cedar: {} }] })),
      /cannot be used/,
    ],
  ];
  test.each(cases)("%s", async (_, forge, reason) => {
    const gateway = await testGateway();
    gateway.publish(shut);
    const point = await testPoint(gateway);
    gateway.announce(forge(gateway), 2);
    expect(await settled(gateway, 2)).toMatchObject({ result: "refused", reason: expect.stringMatching(reason) });
    expect(point.decide(call)).toMatchObject({ code: "forbidden", revision: 1 });
  });
});

test("an older revision is refused, also after a restart", async () => {
  const gateway = await testGateway();
  gateway.publish(wide);
  gateway.publish(shut);
  const stateDir = temporaryDirectory();
  await (await testPoint(gateway, { stateDir, enrolToken: gateway.enrolToken() })).close();
  gateway.revision = 1;
  const point = await testPoint(gateway, { stateDir });
  expect(await settled(gateway, 1)).toMatchObject({ result: "refused", reason: expect.stringMatching(/older than 2/) });
  expect(point.decide(call)).toMatchObject({ code: "forbidden", revision: 2 });
});

test("another content under a revision that was held before is refused", async () => {
  const gateway = await testGateway();
  gateway.publish(shut);
  const stateDir = temporaryDirectory();
  await (await testPoint(gateway, { stateDir, enrolToken: gateway.enrolToken() })).close();
  gateway.bundles.set(1, gateway.sign(wide, { revision: 1 }));
  const point = await testPoint(gateway, { stateDir });
  expect(point.decide(call)).toMatchObject({ code: "forbidden", revision: 1 });
});

test("when the minimum revision passes the bundle at hand, nothing is decided by it any more", async () => {
  const gateway = await testGateway();
  gateway.publish(wide);
  const point = await testPoint(gateway);
  gateway.minimumRevision = 2;
  gateway.intercept(/bundles\/2/, { status: 404, body: {} });
  gateway.publish(lineContent());
  await settled(gateway, 2);
  expect(point.decide(call)).toMatchObject({
    effect: "deny",
    code: "no_bundle",
    reason: expect.stringMatching(/at least revision 2/),
  });
});

test("a bundle that could not be fetched for a moment is fetched at the next connection", async () => {
  const gateway = await testGateway();
  gateway.publish(wide);
  const point = await testPoint(gateway);
  gateway.intercept(/bundles\/2/, { status: 503, body: {} });
  gateway.publish(shut);
  await gateway.records.until("the failed fetch", () => gateway.records.intercepted === 1);
  gateway.sever();
  expect(await settled(gateway, 2)).toMatchObject({ result: "loaded" });
  expect(point.status().revision).toBe(2);
});
