/** What the exports share: who may, what is asked, the audit entry of the export itself, and a download that no browser shows in place. */
import type { z } from "zod";
import { type AuditEvent, recordAudit } from "@/lib/audit/record";
import { authorise, parseInput } from "@/lib/audit/verb";
import { type Ctx, transaction } from "@/lib/db/ctx";
import type { Operation } from "@/lib/shared/operation";
import { answering } from "./answering";
import { authenticateManagement } from "./authenticate";

export type Exported = { name: string; type: string; body: string; event: AuditEvent };

/** `op` says who may; `asked` is its input with what the export adds; `members` come from the path. */
export function recordedExport<Asked extends z.ZodType>(
  {
    request,
    op,
    asked,
    members = {},
  }: { request: Request; op: Operation; asked: Asked; members?: Record<string, string> },
  work: (ctx: Ctx, input: z.output<Asked>) => Promise<Exported>,
): Promise<Response> {
  return answering(async (requestId) => {
    const ctx = await authenticateManagement(request, op, requestId);
    await authorise(ctx, op);
    const search = Object.fromEntries(new URL(request.url).searchParams);
    const input = parseInput({ ...op, input: asked }, { ...search, ...members } as z.input<Asked>);
    const { name, type, body, event } = await work(ctx, input);
    await transaction(ctx, (tx) => recordAudit(tx, event));
    return new Response(body, {
      headers: {
        "content-type": type,
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-request-id": requestId,
      },
    });
  });
}
