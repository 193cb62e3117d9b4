/**
 * GET /activity/export: the tool calls of the list as it is filtered, as a table or as lines of JSON, read page by page so that its length
 * does not matter to the server. Behind a session or an API key with the permission to read activity. That it was exported is itself an
 * entry of the audit log.
 */
import { z } from "zod";
import { CallFilters, type CallPage, listCallsOp } from "@/lib/activity/contract";
import { type CallFormat, callColumns, callLine, endLine } from "@/lib/activity/export-rows";
import { listCalls } from "@/lib/activity/list-calls";
import { recordAudit } from "@/lib/audit/record";
import { authorise, parseInput } from "@/lib/audit/verb";
import { type Ctx, transaction } from "@/lib/db/ctx";
import { answering } from "./answering";
import { authenticateManagement } from "./authenticate";
import { streamOf } from "./text-stream";

const PAGE = 200;
/** So many calls make a file; its last line then says from where on the next one goes. */
export const MOST_EXPORTED = 1_000_000;

const asked = CallFilters.omit({ cursor: true, limit: true }).extend({
  format: z.enum(["csv", "ndjson"]).default("csv"),
});
const types: Record<CallFormat, string> = {
  csv: "text/csv; charset=utf-8; header=present",
  ndjson: "application/x-ndjson; charset=utf-8",
};

export const exportCalls = (request: Request, most = MOST_EXPORTED): Promise<Response> =>
  answering(async (requestId) => {
    const ctx = await authenticateManagement(request, listCallsOp, requestId);
    await authorise(ctx, listCallsOp);
    const search = Object.fromEntries(new URL(request.url).searchParams);
    const { format, ...filters } = parseInput({ ...listCallsOp, input: asked }, search);
    // What is refused is refused before anything is sent or recorded.
    const first = await listCalls(ctx, { ...filters, limit: PAGE });
    await transaction(ctx, (tx) =>
      recordAudit(tx, {
        action: "activity.exported",
        target: { kind: "organisation", id: ctx.orgId, name: "tool calls" },
        detail: { format, filters: JSON.stringify(filters), from: first.items[0]?.id ?? null },
      }),
    );
    const lines = linesOf(ctx, { format, filters, first, most });
    return new Response(streamOf(lines, "an export of tool calls broke off", ctx), {
      headers: {
        "content-type": types[format],
        "content-disposition": `attachment; filename="gatehouse-calls-${new Date().toISOString().slice(0, 10)}.${format}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-request-id": requestId,
      },
    });
  });

type Page = z.output<typeof CallPage>;
type Export = { format: CallFormat; filters: Omit<CallFilters, "cursor" | "limit">; first: Page; most: number };

async function* linesOf(ctx: Ctx, { format, filters, first, most }: Export): AsyncGenerator<string> {
  if (format === "csv") yield callColumns;
  let [page, written] = [first, 0];
  for (;;) {
    const items = page.items.slice(0, most - written);
    written += items.length;
    if (items.length > 0) yield items.map((call) => callLine(format, call)).join("");
    const last = items.at(-1);
    if (last && written >= most && (page.nextCursor !== null || items.length < page.items.length)) {
      yield endLine(format, last, most);
      return;
    }
    if (page.nextCursor === null) return;
    page = await listCalls(ctx, { ...filters, cursor: page.nextCursor, limit: PAGE });
  }
}
