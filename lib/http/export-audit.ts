/**
 * GET /audit/export: the audit log with its signed tree head, as lines that `npx gatehouse verify` checks without us. Without
 * filters all of it in order; with filters those entries, each with the proof of its place. Read page by page, so its length
 * does not matter. That it was exported is itself an entry.
 */
import { AuditFilters, listAuditOp } from "@/lib/audit/contract";
import { dailyHeads, readSealed, type SealedEntry } from "@/lib/audit/read-sealed";
import { recordAudit } from "@/lib/audit/record";
import { newestTreeHead } from "@/lib/audit/seal-entries";
import { proofMaker } from "@/lib/audit/tree-store";
import { authorise, parseInput } from "@/lib/audit/verb";
import { type Ctx, transaction } from "@/lib/db/ctx";
import { sealNow } from "@/lib/jobs/seal-audit";
import { errorFields, log } from "@/lib/log";
import { Refusal } from "@/lib/shared/errors";
import { entryLine, headerLine, headLine } from "@/sdk/cli/log-lines";
import { originOf } from "@/sdk/merkle/tree-head";
import { answering } from "./answering";
import { authenticateManagement } from "./authenticate";
import { streamOf } from "./text-stream";

const PAGE = 1_000;
const Filters = AuditFilters.omit({ cursor: true, limit: true });

export async function exportAudit(request: Request): Promise<Response> {
  return answering(async (requestId) => {
    const ctx = await authenticateManagement(request, listAuditOp, requestId);
    await authorise(ctx, listAuditOp);
    const asked = Object.fromEntries(new URL(request.url).searchParams);
    const filters = parseInput({ ...listAuditOp, input: Filters }, asked);
    await recordExport(ctx, filters);
    const lines = linesOf(ctx, await headOf(ctx), filters);
    return new Response(streamOf(lines, "an audit export broke off", ctx), { headers: headersOf(requestId) });
  });
}

type Head = { size: number; checkpoint: string };
type Asked = ReturnType<typeof Filters.parse>;

const recordExport = (ctx: Ctx, filters: Asked): Promise<void> =>
  transaction(ctx, (tx) =>
    recordAudit(tx, {
      action: "audit.exported",
      target: { kind: "auditLog", id: tx.orgId, name: "Audit log" },
      detail: { filters: Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) },
    }),
  );

/** Sealed first, so that the export holds what had happened when it was asked for. */
async function headOf(ctx: Ctx): Promise<Head> {
  try {
    await sealNow(ctx);
  } catch (error) {
    // A log that cannot be sealed any more is one that somebody will want to look at.
    log.error("an export holds what was sealed before; what waits could not be sealed", errorFields(error));
  }
  const head = await newestTreeHead(ctx);
  if (!head) throw new Refusal("unavailable", "Nothing of the audit log could be sealed yet. Try again shortly.");
  return head;
}

async function* linesOf(ctx: Ctx, head: Head, filters: Asked): AsyncGenerator<string> {
  const complete = Object.values(filters).every((value) => value === undefined);
  yield headerLine({ origin: originOf(ctx.orgId), size: head.size, complete, checkpoint: head.checkpoint });
  const heads = complete ? await dailyHeads(ctx, head.size) : [];
  const prove = proofMaker(ctx.db, ctx.orgId, head.size);
  for (let from = 0; from < head.size; ) {
    const page = await readSealed(ctx, { from, size: head.size, most: PAGE, filters });
    let lines = "";
    for (const entry of page) {
      while ((heads[0]?.size ?? Number.POSITIVE_INFINITY) <= entry.index)
        lines += headLine(heads.shift()?.checkpoint ?? "");
      lines += entryLine({ ...lineOf(entry), ...(complete ? {} : { proof: await prove(entry.index) }) });
    }
    yield lines;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    from = last.index + 1;
  }
}

/** The hash is the sealed one: where an entry does not have it any more, a verifier names the entry. */
function lineOf({ index, leaf, hash }: SealedEntry) {
  const leafHash = hash.toString("hex");
  return leaf === null ? ({ index, leafHash, erased: true } as const) : { index, leaf, leafHash };
}

const headersOf = (requestId: string) => ({
  "content-type": "application/x-ndjson; charset=utf-8",
  "content-disposition": `attachment; filename="gatehouse-audit-${new Date().toISOString().slice(0, 10)}.ndjson"`,
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-request-id": requestId,
});
