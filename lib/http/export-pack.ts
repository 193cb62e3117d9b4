/**
 * GET /compliance/packs/{id}/download for people of the house, and GET /share/{token}/download for whoever holds a link: the
 * file of a pack, piece by piece. Each download is recorded before it begins.
 */
import { authorise, parseInput } from "@/lib/audit/verb";
import { downloadPack, type PackFile } from "@/lib/compliance/download-pack";
import { getPackOp } from "@/lib/compliance/pack-contract";
import { contextFor, nobody } from "@/lib/db/ctx";
import { errorFields, log } from "@/lib/log";
import { notFound } from "@/lib/shared/errors";
import { answering } from "./answering";
import { authenticateManagement } from "./authenticate";
import { openShareLink } from "./open-share-link";

type Params<Name extends string> = { params: Promise<Record<Name, string>> };

export async function exportPack(request: Request, { params }: Params<"id">): Promise<Response> {
  return answering(async (requestId) => {
    const ctx = await authenticateManagement(request, getPackOp, requestId);
    await authorise(ctx, getPackOp);
    const { id } = parseInput(getPackOp, await params);
    return packResponse(await downloadPack(ctx, id), requestId);
  });
}

/** One answer for whatever does not open: nobody learns whether a link was ever made. */
export async function exportShare(request: Request, { params }: Params<"token">): Promise<Response> {
  return answering(async (requestId) => {
    const share = await openShareLink((await params).token, request.headers);
    if (!share) throw notFound("link");
    const ctx = contextFor(nobody, share.orgId, requestId);
    return packResponse(await downloadPack(ctx, share.pack.id, share), requestId);
  });
}

export function packResponse({ name, bytes, sha256, pieces }: PackFile, requestId: string): Response {
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        // Breaking off fails the download; ending would pass a part for the whole.
        log.error("the download of a pack broke off", { requestId, ...errorFields(error) });
        controller.error(error);
      }
    },
    cancel: async () => void (await pieces.return(undefined)),
  });
  return new Response(body, {
    headers: {
      "content-type": "application/zip",
      "content-length": String(bytes),
      "content-disposition": `attachment; filename="${name}"`,
      "content-digest": `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-request-id": requestId,
    },
  });
}
