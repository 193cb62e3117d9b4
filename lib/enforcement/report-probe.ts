import { intake } from "@/lib/audit/intake";
import { storable } from "@/lib/audit/record";
import { database } from "@/lib/db/client";
import { contextFor, databaseNow, type TxCtx } from "@/lib/db/ctx";
import type { Pep, Probe } from "@/lib/db/generated/client";
import { notify } from "@/lib/db/notify";
import { clearFinding } from "@/lib/findings/clear-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { notFound, Refusal } from "@/lib/shared/errors";
import { canonicalJson } from "@/sdk/canonical";
import { verifyCanonical } from "@/sdk/crypto";
import { bundleProof } from "@/sdk/pep/probe";
import type { ProbeStatement } from "@/sdk/wire/protocol";
import { lieIn, verdictOn } from "./probe-rules";
import { reportProbeOp } from "./proof-contract";

export const reportProbe = intake(reportProbeOp, async (tx, { statement, signature }) => {
  const key = { id_orgId: { id: statement.probeId, orgId: tx.orgId } };
  const probe = await tx.db.probe.findUnique({ where: key });
  if (!probe || probe.pepId !== tx.actor.id) throw notFound("probe");
  if (probe.answeredAt) return { accepted: 0 };
  const pep = await tx.db.pep.findUniqueOrThrow({ where: { id_orgId: { id: probe.pepId, orgId: tx.orgId } } });
  const signed = { keyId: "", algorithm: "Ed25519", value: signature } as const;
  if (!verifyCanonical(pep.publicKey, statement, signed)) {
    // Outside the transaction, which the refusal undoes: that it was tried must stay.
    await raiseDishonest(
      contextFor(tx.actor, tx.orgId, tx.requestId, database()),
      pep,
      "its answer to a probe is not signed with its own key",
    );
    throw new Refusal(
      "invalid_input",
      "The signature is not one by this point's enrolled key over the canonical statement.",
    );
  }
  const asked = { ...probe, probeId: probe.id };
  const lie = lieIn(statement, asked, await proofFor(tx, statement));
  const { result, why } =
    lie === null ? verdictOn(statement) : { result: "dishonest" as const, why: `Not believed: ${lie}.` };
  const { count } = await tx.db.probe.updateMany({
    where: { id: probe.id, orgId: tx.orgId, answeredAt: null },
    data: {
      answeredAt: await databaseNow(tx.db),
      result,
      why: why === null ? null : storable(why),
      statement: canonicalJson(statement),
      signature,
    },
  });
  if (count === 0) return { accepted: 0 };
  if (lie !== null) await raiseDishonest(tx, pep, lie);
  else if (result === "honest") {
    const why = `The point proved that it holds revision ${statement.revision}.`;
    await clearFinding(tx, { kind: "point.dishonest", subjectId: pep.id, why });
  }
  await noteOnOrder(tx, probe, pep, result, why);
  await notify(tx.db, { orgId: tx.orgId, topic: "points", ref: pep.id });
  return { accepted: 1 };
});

/** What who holds the bundle that the statement names would have answered; null when there is none. */
async function proofFor(tx: TxCtx, { revision, nonce }: ProbeStatement): Promise<string | null> {
  const bundle = await tx.db.bundle.findUnique({
    where: { orgId_revision: { orgId: tx.orgId, revision } },
    select: { content: true },
  });
  return bundle && bundleProof(nonce, bundle.content);
}

async function raiseDishonest(ctx: Parameters<typeof raiseFinding>[0], pep: Pep, lie: string): Promise<void> {
  await raiseFinding(ctx, {
    kind: "point.dishonest",
    severity: "critical",
    subject: { kind: "point", id: pep.id, name: pep.name },
    title: `${pep.name} does not tell the truth about itself: ${lie}`,
    mend: "Treat what it reports as unproven. Revoke the point, look at the machine that it runs on, and enrol it again.",
    detail: { lie },
  });
}

async function noteOnOrder(tx: TxCtx, probe: Probe, pep: Pep, result: string, why: string | null): Promise<void> {
  if (probe.orderId === null) return;
  const order = await tx.db.stopOrder.findUnique({
    where: { id_orgId: { id: probe.orderId, orgId: tx.orgId } },
    select: { id: true, agentName: true },
  });
  if (!order) return;
  const found = { kind: "stop.probe-failed", subjectId: order.id, part: pep.id } as const;
  if (result === "refused") {
    await clearFinding(tx, { ...found, why: "The point refused a later probe of the order." });
  } else if (result === "not_refused") {
    await raiseFinding(tx, {
      kind: found.kind,
      severity: "critical",
      part: found.part,
      subject: { kind: "order", id: order.id, name: order.agentName },
      title: `${pep.name} would still let through what was stopped: ${order.agentName}`,
      mend: "Stop what runs behind this point by other means now, revoke the point, and find out why it does not obey.",
      detail: { point: pep.id, probe: probe.id, why },
    });
  }
}
