import type { AuditEvent } from "@/lib/audit/record";
import { guardedCommand } from "@/lib/changes/guarded-command";
import { Prisma } from "@/lib/db/generated/client";
import { approveOne } from "./approve-tool";
import { approveServerToolsOp, type Tool } from "./contract";
import { judgeTools } from "./judge-approval";

export const approveServerTools = guardedCommand(
  approveServerToolsOp,
  { judge: (tx, { tools }) => judgeTools(tx, tools) },
  async (tx, { tools }) => {
    const approved = new Map<string, Tool>();
    const events: AuditEvent[] = [];
    // In one order for everyone: people who approve the same tools, and points that report them, then wait for each other
    // instead of deadlocking.
    await tx.db.$queryRaw(Prisma.sql`
    SELECT "id" FROM "Tool" WHERE "orgId" = ${tx.orgId} AND "id" = ANY(${tools.map(({ id }) => id)})
    ORDER BY "name" COLLATE "C", "id" FOR UPDATE`);
    for (const approval of [...tools].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      const { tool, event } = await approveOne(tx, approval);
      approved.set(tool.id, tool);
      if (event) events.push(event);
    }
    const [first, ...rest] = events;
    return {
      result: { items: tools.flatMap(({ id }) => approved.get(id) ?? []) },
      event: first ? [first, ...rest] : "repetition",
    };
  },
);
