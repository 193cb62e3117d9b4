/** Writes a report: reads and draws first, so that nothing is locked meanwhile, then stores it with its audit entry. */
import { createHash } from "node:crypto";
import { recordAudit } from "@/lib/audit/record";
import { authorise, parseInput, type Verb } from "@/lib/audit/verb";
import { type Ctx, transaction } from "@/lib/db/ctx";
import { signingKey, trustKeys } from "@/lib/identity/signing-key";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { composeReport } from "./compose";
import { makeReportOp, type Report } from "./contract";
import type { ReportDocument, ReportKind } from "./document-contract";
import { getReport } from "./get-report";
import { readFacts } from "./read-facts";
import { htmlOf } from "./render-html";
import { pdfOf } from "./render-pdf";

async function make(ctx: Ctx, input: { kind: ReportKind }): Promise<Report> {
  await authorise(ctx, makeReportOp);
  const { kind } = parseInput(makeReportOp, input);
  const signer = await signingKey(ctx);
  const key = (await trustKeys(ctx)).find(({ keyId }) => keyId === signer.keyId);
  if (!key) throw new Refusal("conflict", "The signing key was replaced just now. Ask for the report again.");
  const facts = await readFacts(ctx);
  const id = newId("report", facts.now.getTime());
  const document = composeReport({ id, kind, madeBy: ctx.actor.name, keyId: key.keyId }, facts);
  const files = await filesOf(document, signer.sign);
  await transaction(ctx, async (tx) => {
    await tx.db.report.create({
      data: {
        id,
        orgId: tx.orgId,
        kind,
        document,
        asOf: facts.now,
        madeById: tx.actor.id,
        madeByName: tx.actor.name,
        keyId: key.keyId,
        publicKey: key.publicKey,
        files: { create: files },
      },
      select: { id: true },
    });
    await recordAudit(tx, {
      action: "report.made",
      target: { kind: "report", id, name: document.title },
      detail: { kind, keyId: key.keyId, files: files.map(({ name, sha256 }) => ({ name, sha256 })) },
    });
  });
  return getReport(ctx, { id });
}

export const makeReport: Verb<typeof makeReportOp.input, typeof makeReportOp.output> = Object.assign(make, {
  operation: makeReportOp,
});

async function filesOf(document: ReportDocument, sign: (bytes: Uint8Array) => string) {
  const forms = {
    "report.pdf": await pdfOf(document),
    "report.html": Buffer.from(htmlOf(document)),
    "report.json": Buffer.from(`${JSON.stringify(document, null, 2)}\n`),
  };
  return Object.entries(forms).map(([name, bytes]) => ({
    name,
    bytes: new Uint8Array(bytes),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    signature: new Uint8Array(Buffer.from(sign(bytes), "base64")),
  }));
}
