/** Private to this folder: tools that nobody knew, as a point saw them first. */
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { newId } from "@/lib/shared/ids";
import { findSuspicious, type Reading, readSigns } from "./judge-tool";
import { toolTarget } from "./rows";
import { knownTools, type SeenTool } from "./seen-tools";
import { MOST_TOOLS_OF_SERVER, mayTrustUnread } from "./tool-rules";
import type { ToolNames } from "./tool-signs-names";

export type Report = { agentId: string; server: string; seen: SeenTool[] };

type New = { id: string; tool: SeenTool; reading: Reading; trusted: boolean };

/**
 * Adds what is not known yet: waiting for a person, or pinned unread where people chose so for this server and nothing stands
 * out. Returns the names that were added, and what to remember.
 */
export async function addTools(
  tx: TxCtx,
  report: Report,
  others: ToolNames,
): Promise<{ added: Set<string>; events: AuditEvent[] }> {
  const { orgId } = tx;
  const { server, seen } = report;
  const names = seen.map(({ name }) => name);
  const known = await knownTools(tx.db, { orgId, server, names, lock: false });
  const room = Math.max(0, MOST_TOOLS_OF_SERVER - (await tx.db.tool.count({ where: { orgId, server } })));
  const unknown = seen.filter(({ name }) => !known.has(name)).slice(0, room);
  if (unknown.length === 0) return { added: new Set(), events: [] };
  const chosen = await tx.db.toolServer.findUnique({ where: { orgId_name: { orgId, name: server } } });
  const classed = chosen?.firstUse === "trust-first-use" && chosen.operationClass !== null ? chosen : null;
  const fresh: New[] = [];
  for (const tool of unknown) {
    const reading = await readSigns({ ...tool, server, createdAt: tx.now }, others);
    const trusted = classed !== null && mayTrustUnread(tool, reading.signs);
    fresh.push({ id: newId("tool", tx.now.getTime()), tool, reading, trusted });
  }
  // Another point may have reported the same tools at this moment: whoever comes second finds them known.
  const rows = await tx.db.tool.createManyAndReturn({
    data: fresh.map((one) => rowOf(tx, server, one, classed)),
    skipDuplicates: true,
    select: { name: true },
  });
  const added = new Set(rows.map(({ name }) => name));
  const events: AuditEvent[] = [];
  for (const one of fresh.filter(({ tool }) => added.has(tool.name))) {
    events.push(...eventsOf(report, one, classed?.operationClass ?? null));
    await findSuspicious(tx, judgedOf(server, one));
  }
  return { added, events };
}

type Classed = { operationClass: string | null; reversibility: string } | null;

function rowOf(tx: TxCtx, server: string, { id, tool, reading, trusted }: New, classed: Classed) {
  const seen = { definition: tool.text, definitionDigest: tool.digest, seenAt: tx.now, ...reading };
  const pinned = {
    state: "approved",
    operationClass: classed?.operationClass,
    reversibility: classed?.reversibility,
    pin: tool.digest,
    pinnedDefinition: tool.text,
    pinnedAt: tx.now,
    trustedFirstUse: true,
  };
  return {
    id,
    orgId: tx.orgId,
    server,
    name: tool.name,
    createdAt: tx.now,
    updatedAt: tx.now,
    ...seen,
    ...(trusted ? pinned : {}),
  };
}

function eventsOf({ agentId, server }: Report, { id, tool, reading, trusted }: New, operationClass: string | null) {
  const target = toolTarget({ id, server, name: tool.name });
  const signs = reading.signs.length;
  const seen: AuditEvent = {
    action: "tool.seen",
    target,
    detail: { agentId, digest: tool.digest, objection: tool.objection, signs, signSeverity: reading.signSeverity },
  };
  const detail = { firstUse: true, chosenFor: "server", agentId, pin: tool.digest, operationClass };
  return trusted ? [seen, { action: "tool.approved", target, detail } satisfies AuditEvent] : [seen];
}

const judgedOf = (server: string, { id, tool, reading, trusted }: New) => ({
  id,
  server,
  name: tool.name,
  state: trusted ? ("approved" as const) : ("waiting" as const),
  definition: tool.text,
  definitionDigest: tool.digest,
  signs: reading.signs,
});
