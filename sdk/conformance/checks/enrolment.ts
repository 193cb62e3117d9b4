/** Who the point is, and how a new one behaves. */
import { createPublicKey } from "node:crypto";
import { type Family, may, must } from "../check.ts";
import { READ } from "../kit-content.ts";
import { demand } from "../verdicts.ts";

export const enrolment: Family = {
  name: "enrolment",
  checks: [
    must("enrol.key", "It enrols once, with an Ed25519 key of its own.", async ({ gateway, log }) => {
      await log.until("the enrolment", () => log.enrolments.length > 0);
      const [input] = log.enrolments;
      demand(input !== undefined && gateway.points.size === 1, "It enrolled with a token that was not given to it.");
      const key = keyOf(input.publicKey);
      demand(key !== null, "What it enrolled with is not a public key in PEM (SubjectPublicKeyInfo).");
      demand(key.asymmetricKeyType === "ed25519", `Its key is ${key.asymmetricKeyType}, not Ed25519.`);
      demand(!input.publicKey.includes("PRIVATE"), "It sent its private key.");
      return `kind ${input.kind}, version ${input.version}`;
    }),
    must("enrol.cold-start", "Without a bundle it denies every call.", async (stage) => {
      await stage.streamed();
      return `refused with ${await stage.refuses(READ, ["no_bundle"])}`;
    }),
    may("enrol.heartbeat", "It says how it is doing: revision, unsent events, gaps, clock.", async (stage) => {
      const revision = await stage.publish();
      const { log } = stage;
      const due = (): boolean => log.heartbeats.some((beat) => beat.revision === revision);
      await log.until(`a heartbeat with revision ${revision}`, due, 15_000);
      return `${log.heartbeats.length} heartbeats`;
    }),
  ],
};

function keyOf(pem: string) {
  try {
    return createPublicKey(pem);
  } catch {
    return null;
  }
}
