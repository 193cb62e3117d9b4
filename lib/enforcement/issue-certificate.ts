import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma, type StopCertificate } from "@/lib/db/generated/client";
import { signingKey } from "@/lib/identity/signing-key";
import { notFound, Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { canonicalJson } from "@/sdk/canonical";
import { CertificateBody, type CertifiedPoint } from "@/sdk/wire/certificate";
import { ProbeStatement } from "@/sdk/wire/protocol";
import { missingOf } from "./certificate-rules";
import { certificateView } from "./get-certificate";
import { issueCertificateOp } from "./proof-contract";
import { ackOf, aroundOrders, type OrderRow, orderOf, scopeOf, withAcks } from "./rows";
import type { StopOrder } from "./stop-contract";

export const issueCertificate = command(issueCertificateOp, async (tx, { id }) => {
  const row = await certify(tx, id);
  const body = CertificateBody.parse(JSON.parse(row.body));
  return {
    result: await certificateView(tx, row),
    event: {
      action: "stop.certified",
      target: { kind: "order", id, name: body.subject },
      detail: { certificate: row.id, complete: row.complete, drill: row.drill, missing: body.missing },
    },
  };
});

/** Signs what is proven now. What is missing is named in what is signed. */
async function certify(tx: TxCtx, orderId: string): Promise<StopCertificate> {
  // Two who certify at once do so one after the other.
  await tx.db.$queryRaw(
    Prisma.sql`SELECT 1 FROM "StopOrder" WHERE "id" = ${orderId} AND "orgId" = ${tx.orgId} FOR UPDATE`,
  );
  const row = await tx.db.stopOrder.findUnique({
    where: { id_orgId: { id: orderId, orgId: tx.orgId } },
    include: withAcks,
  });
  if (!row) throw notFound("stop order");
  if (row.status === "active" || row.status === "lifted")
    throw new Refusal("conflict", "This order released something; only what stops is certified.");
  const around = (await aroundOrders(tx, [row]))(row);
  const order = orderOf(row, around);
  const missing = missingOf(order.points);
  const id = newId("certificate", tx.now.getTime());
  const body = CertificateBody.parse({
    format: "gatehouse-containment-1",
    org: tx.orgId,
    certificate: id,
    order: row.id,
    drill: row.drill,
    status: row.status,
    scope: scopeOf(row),
    subject: row.agentName,
    agents: row.agentIds,
    reason: row.reason,
    orderedBy: row.orderedByName,
    orderedAt: row.orderedAt.toISOString(),
    issuedAt: tx.now.toISOString(),
    points: await certifiedPoints(tx, row, order),
    missing,
  });
  const text = canonicalJson(body);
  const key = await signingKey(tx);
  return tx.db.stopCertificate.create({
    data: {
      id,
      orgId: tx.orgId,
      orderId,
      issuedAt: tx.now,
      complete: missing.length === 0,
      drill: row.drill,
      body: text,
      keyId: key.keyId,
      signature: key.sign(text),
    },
  });
}

async function certifiedPoints(tx: TxCtx, row: OrderRow, order: StopOrder): Promise<CertifiedPoint[]> {
  const probes = await tx.db.probe.findMany({
    where: { orgId: tx.orgId, orderId: row.id },
    orderBy: { sentAt: "desc" },
  });
  const peps = await tx.db.pep.findMany({
    where: { orgId: tx.orgId, id: { in: row.points } },
    select: { id: true, publicKey: true },
  });
  const keys = new Map(peps.map(({ id, publicKey }) => [id, publicKey]));
  return order.points.map((point) => {
    const probe = probes.find(({ pepId }) => pepId === point.pepId);
    const publicKey = keys.get(point.pepId);
    const answered = probe?.statement && probe.signature && publicKey;
    return {
      pep: point.pepId,
      name: point.name,
      acknowledgedAt: ackOf(row, point.pepId)?.at.toISOString() ?? null,
      acknowledgedMs: point.ms,
      cancelled: point.cancelled,
      probe: answered
        ? {
            statement: ProbeStatement.parse(JSON.parse(probe.statement ?? "")),
            signature: probe.signature ?? "",
            publicKey,
          }
        : null,
      reachable: point.state !== "unreachable",
      leaseEndsAt: point.leaseEndsAt,
    };
  });
}
