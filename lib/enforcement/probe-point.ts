import { command } from "@/lib/audit/command";
import { currentPolicySet } from "@/lib/policy/current-policy-set";
import { notFound, Refusal } from "@/lib/shared/errors";
import { probePointOp } from "./proof-contract";
import { pointState } from "./rules";
import { sendProbes } from "./send-probes";

/** Asks for proof of the bundle only; which call it is tried with does not matter. */
export const probePoint = command(probePointOp, async (tx, { id }) => {
  const pep = await tx.db.pep.findUnique({ where: { id_orgId: { id, orgId: tx.orgId } } });
  if (!pep) throw notFound("enforcement point");
  if (pep.revokedAt) throw new Refusal("conflict", `${pep.name} is revoked: nothing that it answers would be heard.`);
  if (pointState(pep, tx.now) === "never_connected")
    throw new Refusal("conflict", `${pep.name} has never connected, so there is nobody to ask.`);
  const content = (await currentPolicySet(tx))?.content;
  const request = {
    agentId: pep.agents[0] ?? content?.agents[0]?.id ?? "gatehouse-probe",
    tool: content?.tools[0]?.id ?? "gatehouse/probe",
    arguments: {},
  };
  const [probeId = ""] = await sendProbes(tx, [{ pepId: id, orderId: null, request }]);
  return {
    result: {
      id: probeId,
      pepId: id,
      orderId: null,
      sentAt: tx.now.toISOString(),
      result: "waiting" as const,
      why: null,
    },
    event: { action: "point.probed", target: { kind: "point", id, name: pep.name }, detail: { probe: probeId } },
  };
});
