/** Probes: what the point says that it would do, signed, so that its word can be shown to others. */
import { randomBytes, randomUUID } from "node:crypto";
import { sha256 } from "../../canonical.ts";
import { verifyCanonical } from "../../crypto.ts";
import { SignedBundle } from "../../wire/bundle.ts";
import type { ProbeStatement } from "../../wire/protocol.ts";
import { type Family, must } from "../check.ts";
import { AGENT, READ } from "../kit-content.ts";
import type { Stage } from "../stage.ts";
import { demand } from "../verdicts.ts";

export const probes: Family = {
  name: "probes",
  prepare: (stage) => stage.publish(),
  checks: [
    must("probe.allow", "It answers a probe truly and signed, without running anything.", async (stage) => {
      const statement = await probe(stage, null);
      demand(
        statement.effect === "allow",
        `The probe of a permitted call says ${statement.effect} (${statement.code}).`,
      );
      return `${statement.code} at revision ${statement.revision}`;
    }),
    must("probe.refusal", "Probed as a killed agent it shows the refusal, bound to the order.", async (stage) => {
      const orderId = stage.gateway.order(AGENT, "killed");
      await stage.ordered(orderId);
      const statement = await probe(stage, orderId);
      demand(statement.effect === "deny", `The probe of a killed agent says ${statement.effect}.`);
      demand(statement.code === "agent_killed", `The refusal is coded ${statement.code}.`);
      demand(statement.enforced, "It says that the refusal would not be carried out.");
      await stage.ordered(stage.gateway.order(AGENT, "active"));
      return "denied with agent_killed";
    }),
    must("probe.bundle", "It proves which bundle it holds, freshly for each probe.", async (stage) => {
      const revision = await stage.publish();
      const { content } = SignedBundle.parse(stage.gateway.bundles.get(revision));
      const statement = await probe(stage, null);
      demand(statement.revision === revision, `It says that it holds revision ${statement.revision}, not ${revision}.`);
      const proof = sha256(`${statement.nonce}\n${content}`);
      demand(statement.bundleProof === proof, "Its proof is not the digest of the nonce and the bundle's content.");
      return `revision ${revision} proven`;
    }),
  ],
};

async function probe(stage: Stage, orderId: string | null): Promise<ProbeStatement> {
  const { gateway, log } = stage;
  const probeId = randomUUID();
  const nonce = randomBytes(24).toString("hex");
  const runs = log.runs.length;
  const request = { agentId: AGENT, tool: READ, arguments: stage.args() };
  gateway.say({ type: "probe", probeId, orderId, request, nonce } as const);
  await log.until("an answer to the probe", () => log.probes.some(({ statement }) => statement.probeId === probeId));
  const input = log.probes.find(({ statement }) => statement.probeId === probeId);
  demand(input !== undefined, "The answer was not kept.");
  const { statement, signature } = input;
  const point = gateway.points.get(statement.pep);
  demand(point !== undefined, "The statement names another point.");
  const signed = { keyId: "", algorithm: "Ed25519", value: signature } as const;
  demand(
    verifyCanonical(point.publicKey, statement, signed),
    "The statement's signature does not match the enrolled key.",
  );
  demand(statement.nonce === nonce && statement.orderId === orderId, "The statement answers another probe.");
  demand(statement.org === gateway.org, "The statement belongs to another organisation.");
  demand(statement.agentId === AGENT && statement.tool === READ, "The statement is about another call.");
  demand(log.runs.length === runs, "The probe ran the tool.");
  return statement;
}
