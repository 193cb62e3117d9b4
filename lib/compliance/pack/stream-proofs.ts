/** What proves itself: audit entries in their tree, receipts of requests, containment certificates. */
import { readSealed } from "@/lib/audit/read-sealed";
import { proofMaker } from "@/lib/audit/tree-store";
import { receiptOf } from "@/lib/checkpoints/get-receipt";
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { entryLine, headerLine } from "@/sdk/cli/log-lines";
import { endedRequest, type PackScope, stopOf } from "./scope";
import type { PackSnapshot } from "./snapshot-contract";
import type { Page } from "./stream-rows";

const PAGE = 500;

/** The same lines as an export of the audit log with filters, so that the same verifier reads them. */
export async function* entryPages(ctx: Ctx, { head, cut }: PackSnapshot, scope: PackScope): AsyncGenerator<Page> {
  yield { text: headerLine({ ...head, complete: false }), count: 0 };
  const prove = proofMaker(ctx.db, ctx.orgId, head.size);
  const filters = { from: scope.from.toISOString(), to: cut };
  for (let from = 0; from < head.size; ) {
    const entries = await readSealed(ctx, { from, size: head.size, most: PAGE, filters });
    let text = "";
    for (const { index, leaf, hash } of entries) {
      const leafHash = hash.toString("hex");
      const what = leaf === null ? { index, leafHash, erased: true as const } : { index, leaf, leafHash };
      text += entryLine({ ...what, proof: await prove(index) });
    }
    yield { text, count: entries.length };
    const last = entries.at(-1);
    if (!last || entries.length < PAGE) return;
    from = last.index + 1;
  }
}

export async function* receiptPages(ctx: Ctx, scope: PackScope): AsyncGenerator<Page> {
  for (let after = ""; ; ) {
    const rows = await ctx.db.$queryRaw<{ id: string }[]>(Prisma.sql`
      SELECT c."id" FROM "Checkpoint" c WHERE c."orgId" = ${ctx.orgId} AND ${endedRequest(scope)} AND c."id" > ${after}
       ORDER BY c."id" LIMIT ${PAGE}`);
    let text = "";
    for (const { id } of rows) text += `${JSON.stringify(await receiptOf(ctx, id))}\n`;
    yield { text, count: rows.length };
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.id;
  }
}

/** Each is a file of its own, as it is downloaded from the console. */
export async function* certificates(ctx: Ctx, scope: PackScope): AsyncGenerator<{ id: string; text: string }> {
  const keys = new Map(
    (await ctx.db.signingKey.findMany({ where: { orgId: ctx.orgId }, select: { id: true, publicKey: true } })).map(
      ({ id, publicKey }) => [id, publicKey],
    ),
  );
  for (let after = ""; ; ) {
    const rows = await ctx.db.$queryRaw<{ id: string; body: string; signature: string; keyId: string }[]>(Prisma.sql`
      SELECT s."id", s."body", s."signature", s."keyId" FROM "StopCertificate" s
        JOIN "StopOrder" o ON o."id" = s."orderId" AND o."orgId" = s."orgId"
       WHERE s."orgId" = ${ctx.orgId} AND s."issuedAt" < ${scope.cut} AND ${stopOf(scope)} AND s."id" > ${after}
       ORDER BY s."id" LIMIT ${PAGE}`);
    for (const { id, body, signature, keyId } of rows) {
      const file = { certificate: body, signature, keyId, publicKey: keys.get(keyId) ?? "" };
      yield { id, text: `${JSON.stringify(file, null, 2)}\n` };
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.id;
  }
}
