/** Private to this folder: writes down what points saw of a server's tools, and what follows from it. */
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { newId } from "@/lib/shared/ids";
import { toolTarget } from "./rows";
import { type KnownTool, knownTools, type SeenTool } from "./seen-tools";
import { MOST_TOOLS_OF_SERVER, sightingOf, stateAfterChange } from "./tool-rules";

/** `seenAt` is written no more often than this, so that points which report again and again cost nothing. */
const SEEN_EVERY_MS = 5 * 60_000;

export type Report = { agentId: string; server: string; seen: SeenTool[] };

/** Nothing to write: every tool is known with this definition. */
export const nothingNew = (seen: SeenTool[], known: Map<string, KnownTool>): boolean =>
  seen.every((tool) => sightingOf(known.get(tool.name) ?? null, tool.digest, tool.objection === null) === "same");

export async function applySightings(tx: TxCtx, report: Report): Promise<AuditEvent[]> {
  const { server, seen } = report;
  const names = seen.map(({ name }) => name);
  const added = await addTools(tx, report);
  const known = await knownTools(tx.db, { orgId: tx.orgId, server, names, lock: true });
  const events: AuditEvent[] = [];
  for (const tool of seen) {
    const before = known.get(tool.name);
    if (!before) continue;
    const event = added.has(tool.name) ? seenEvent(report, tool, before) : await applyOne(tx, report, tool, before);
    if (event) events.push(event);
  }
  await touchSeen(tx, [...known.values()]);
  return events;
}

/** Adds what is not known yet, waiting for a person; returns their names. */
async function addTools(tx: TxCtx, { server, seen }: Report): Promise<Set<string>> {
  const orgId = tx.orgId;
  const names = seen.map(({ name }) => name);
  const known = await knownTools(tx.db, { orgId, server, names, lock: false });
  const room = Math.max(0, MOST_TOOLS_OF_SERVER - (await tx.db.tool.count({ where: { orgId, server } })));
  const data = seen
    .filter(({ name }) => !known.has(name))
    .slice(0, room)
    .map(({ name, text, digest }) => ({
      id: newId("tool", tx.now.getTime()),
      orgId,
      server,
      name,
      definition: text,
      definitionDigest: digest,
      seenAt: tx.now,
      createdAt: tx.now,
      updatedAt: tx.now,
    }));
  if (data.length === 0) return new Set();
  // Another point may have reported the same tools at this moment: whoever comes second finds them known.
  const rows = await tx.db.tool.createManyAndReturn({ data, skipDuplicates: true, select: { name: true } });
  return new Set(rows.map(({ name }) => name));
}

const seenEvent = ({ agentId, server }: Report, tool: SeenTool, { id }: KnownTool): AuditEvent => ({
  action: "tool.seen",
  target: toolTarget({ id, server, name: tool.name }),
  detail: { agentId, digest: tool.digest, objection: tool.objection },
});

async function applyOne(tx: TxCtx, report: Report, tool: SeenTool, before: KnownTool): Promise<AuditEvent | null> {
  const sighting = sightingOf(before, tool.digest, tool.objection === null);
  if (sighting === "same" || sighting === "new") return null;
  const where = { id_orgId: { id: before.id, orgId: tx.orgId } };
  const target = toolTarget({ id: before.id, server: report.server, name: tool.name });
  const seen = { definition: tool.text, definitionDigest: tool.digest, seenAt: tx.now, updatedAt: tx.now };
  if (sighting === "firstUse") {
    const pinned = { pinnedDefinition: tool.text, pin: tool.digest, pinnedAt: tx.now };
    await tx.db.tool.update({ where, data: { ...seen, ...pinned }, select: { id: true } });
    const detail = { firstUse: true, agentId: report.agentId, pin: tool.digest };
    return { action: "tool.approved", target, detail };
  }
  const state = stateAfterChange(before.state);
  await tx.db.tool.update({ where, data: { ...seen, state }, select: { id: true } });
  const detail = {
    agentId: report.agentId,
    from: before.definitionDigest,
    to: tool.digest,
    pin: before.pin,
    state: { from: before.state, to: state },
    objection: tool.objection,
  };
  return { action: "tool.changed", target, detail };
}

/** Remembers that these tools were seen, where that was not written lately. */
export async function touchSeen(tx: TxCtx, tools: readonly KnownTool[]): Promise<void> {
  const before = new Date(tx.now.getTime() - SEEN_EVERY_MS);
  const stale = tools.filter(({ seenAt }) => seenAt === null || new Date(seenAt) < before);
  if (stale.length === 0) return;
  await tx.db.tool.updateMany({
    where: { orgId: tx.orgId, id: { in: stale.map(({ id }) => id) } },
    data: { seenAt: tx.now },
  });
}
