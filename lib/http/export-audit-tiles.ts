/** GET /api/v1/audit/tlog/…: the audit log as C2SP tlog-tiles, for tools that read transparency logs. */
import { listAuditOp } from "@/lib/audit/contract";
import { readTile } from "@/lib/audit/read-tile";
import { newestTreeHead } from "@/lib/audit/seal-entries";
import { authorise } from "@/lib/audit/verb";
import { notFound } from "@/lib/shared/errors";
import { parseTilePath } from "@/sdk/merkle/tiles";
import { answering } from "./answering";
import { authenticateManagement } from "./authenticate";

type RouteContext = { params: Promise<{ path: string[] }> };

export function exportAuditTiles(request: Request, context: RouteContext): Promise<Response> {
  return answering(async (requestId) => {
    const ctx = await authenticateManagement(request, listAuditOp, requestId);
    await authorise(ctx, listAuditOp);
    const path = (await context.params).path.join("/");
    if (path === "checkpoint") {
      const head = await newestTreeHead(ctx);
      if (!head) throw notFound("tree head");
      return answer(head.checkpoint, "text/plain; charset=utf-8", "no-store", requestId);
    }
    const name = parseTilePath(path);
    const tile = name && (await readTile(ctx, name));
    if (!tile) throw notFound("tile");
    // A tile never changes, but for a bundle whose entries may be erased; and what is read with a key is nobody else's to keep.
    const cache = name.level === null ? "no-store" : "private, max-age=31536000, immutable";
    return answer(new Uint8Array(tile), "application/octet-stream", cache, requestId);
  });
}

const answer = (body: BodyInit, type: string, cache: string, requestId: string): Response =>
  new Response(body, {
    headers: {
      "content-type": type,
      "cache-control": cache,
      "x-content-type-options": "nosniff",
      "x-request-id": requestId,
    },
  });
