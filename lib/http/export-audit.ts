/** GET /audit/export: the filtered audit log as NDJSON lines that `npx gatehouse verify` checks. Read page by page, so its length does not matter. */
import { AuditFilters, listAuditOp } from "@/lib/audit/contract";
import { listEntries } from "@/lib/audit/list-entries";
import { parseInput } from "@/lib/audit/verb";
import type { Ctx } from "@/lib/db/ctx";
import { errorFields, log } from "@/lib/log";
import { newId } from "@/lib/shared/ids";
import { authenticateManagement } from "./authenticate";
import { problemResponse } from "./problem";

const PAGE = 200;

export async function exportAudit(request: Request): Promise<Response> {
  const requestId = newId("request");
  try {
    const ctx = await authenticateManagement(request, listAuditOp, requestId);
    const asked = Object.fromEntries(new URL(request.url).searchParams);
    const filters = parseInput({ ...listAuditOp, input: AuditFilters.omit({ cursor: true, limit: true }) }, asked);
    const read = (cursor?: string) => listEntries(ctx, { ...filters, cursor, limit: PAGE });
    // Before anything is answered, so that a refusal is a refusal and not the beginning of a file.
    const first = await read();
    return new Response(linesFrom(first, read, ctx), { headers: headersOf(requestId) });
  } catch (error) {
    return problemResponse(error, requestId);
  }
}

type Page = Awaited<ReturnType<typeof listEntries>>;

function linesFrom(first: Page, read: (cursor: string) => Promise<Page>, ctx: Ctx): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder();
  let page: Page | null = first;
  return new ReadableStream({
    pull: async (controller) => {
      if (!page) return controller.close();
      const lines = page.items.map(lineOf).join("");
      if (lines) controller.enqueue(bytes.encode(lines));
      try {
        page = page.nextCursor === null ? null : await read(page.nextCursor);
      } catch (error) {
        // Breaking off fails the download; ending would pass a part of the log for all of it.
        log.error("an audit export broke off", { requestId: ctx.requestId, ...errorFields(error) });
        controller.error(error);
        return;
      }
      if (!page) controller.close();
    },
  });
}

/** U+2028 and U+2029 are written as escapes: readers of lines, Node's own among them, take them for line ends. */
const lineOf = ({ leaf, leafHash }: Page["items"][number]): string =>
  `${JSON.stringify({ leaf, leafHash }).replace(/[\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16)}`)}\n`;

const headersOf = (requestId: string) => ({
  "content-type": "application/x-ndjson; charset=utf-8",
  "content-disposition": `attachment; filename="gatehouse-audit-${new Date().toISOString().slice(0, 10)}.ndjson"`,
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-request-id": requestId,
});
