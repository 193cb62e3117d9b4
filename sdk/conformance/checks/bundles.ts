/** The bundle in force: only a good and a newer one takes its place. */
import { generateSigningKey } from "../../crypto.ts";
import { type Check, type Family, must } from "../check.ts";
import { content, ERASE, open, READ, WRITE } from "../kit-content.ts";
import type { Forgery } from "../kit-signing.ts";
import type { Stage } from "../stage.ts";

const stranger = generateSigningKey();

export const bundles: Family = {
  name: "bundles",
  prepare: (stage) => stage.publish(),
  checks: [
    must("bundle.loads", "It loads a bundle, says so, and decides by it.", async (stage) => {
      const revision = await stage.publish();
      await stage.runs(READ);
      await stage.refuses(ERASE, ["forbidden"]);
      return `revision ${revision} in force`;
    }),
    refusal("bundle.signature", "whose signature does not match", () => ({
      edited: { createdAt: "2020-01-01T00:00:00.000Z" },
    })),
    refusal(
      "bundle.digest",
      "whose content is not what was signed",
      () => ({ content: JSON.stringify(open()) }),
      content,
    ),
    refusal("bundle.key", "signed by a key that it does not trust", () => ({ key: stranger })),
    refusal("bundle.impostor", "signed by another key under a trusted name", ({ gateway }) => ({
      key: { ...stranger, keyId: gateway.key.keyId },
    })),
    refusal("bundle.organisation", "of another organisation", () => ({ manifest: { org: "org-other" } })),
    refusal("bundle.number", "that carries another revision than was asked for", ({ gateway }) => ({
      manifest: { revision: gateway.highest + 7 },
    })),
    refusal("bundle.malformed", "that is signed well and cannot be read", () => ({
      signedText: '{"format":1,"policies":',
    })),
    must("bundle.replay", "It refuses a bundle older than the newest it ever held.", async (stage) => {
      const old = stage.gateway.publishBad(open(), {}, stage.gateway.highest + 1);
      await stage.acked(old, "loaded");
      await stage.publish();
      const signedLongAgo = stage.gateway.bundles.get(old);
      stage.gateway.announce(old, signedLongAgo);
      await stage.acked(old, "refused");
      return lastGoodHolds(stage, old);
    }),
    must("bundle.minimum", "It does not decide by a bundle below the minimum revision.", async (stage) => {
      const { gateway } = stage;
      await stage.runs(READ);
      gateway.minimumRevision = gateway.highest + 5;
      const tooOld = gateway.publishBad(open(), {});
      await stage.acked(tooOld, "refused");
      await stage.refuses(READ, ["no_bundle"]);
      gateway.highest = gateway.minimumRevision - 1;
      await stage.publish();
      await stage.runs(READ);
      return `refused ${tooOld}, then denied everything until ${gateway.highest} came`;
    }),
  ],
};

/** A bundle that would permit everything is served in a way that must not be accepted. */
function refusal(id: string, which: string, forge: (stage: Stage) => Forgery, signed = open): Check {
  return must(id, `It refuses a bundle ${which}, says so, and keeps the last good one.`, async (stage) => {
    const revision = stage.gateway.publishBad(signed(), forge(stage));
    await stage.acked(revision, "refused");
    return lastGoodHolds(stage, revision);
  });
}

async function lastGoodHolds(stage: Stage, refused: number): Promise<string> {
  await stage.refuses(ERASE, ["forbidden"]);
  await stage.runs(WRITE);
  const ack = stage.log.acks.find(
    (each) => each.kind === "bundle" && each.revision === refused && each.result === "refused",
  );
  const reason = ack?.kind === "bundle" ? ack.reason : undefined;
  return `revision ${refused} refused: ${reason ?? "no reason given"}`;
}
