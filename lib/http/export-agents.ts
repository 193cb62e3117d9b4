/**
 * GET /agents/export: the agents of the list as it is filtered, as the table that the import reads. Behind a session or an API
 * key with the permission to read agents. That it was exported is itself an entry of the audit log.
 */
import { databaseNow } from "@/lib/db/ctx";
import { type Agent, AgentFilters, listAgentsOp } from "@/lib/inventory/contract";
import { csvOf } from "@/lib/inventory/export-csv";
import { listAgents } from "@/lib/inventory/list-agents";
import { recordedExport } from "./recorded-export";

const asked = AgentFilters.omit({ cursor: true, limit: true });

export const exportAgents = (request: Request): Promise<Response> =>
  recordedExport({ request, op: listAgentsOp, asked }, async (ctx, filters) => {
    const agents: Agent[] = [];
    let cursor: string | undefined;
    do {
      const page = await listAgents(ctx, { ...filters, cursor, limit: 200 });
      agents.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    const asOf = (await databaseNow(ctx.db)).toISOString();
    return {
      name: `gatehouse-agents-${asOf.slice(0, 10)}.csv`,
      type: "text/csv; charset=utf-8; header=present",
      body: csvOf(agents),
      event: {
        action: "agents.exported",
        target: { kind: "organisation", id: ctx.orgId, name: "the list of agents" },
        detail: { filters: JSON.stringify(filters), agents: agents.length },
      },
    };
  });
