/** Private to this folder: writes down what points saw of a server's tools, and what follows from it. */
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { addTools, type Report } from "./add-tools";
import type { Tool } from "./contract";
import { findChanged, findSuspicious, type Reading, readSigns, toolNames } from "./judge-tool";
import { toolTarget } from "./rows";
import { type KnownTool, knownTools, type SeenTool } from "./seen-tools";
import { mayTrustUnread, type Sighting, sightingOf, stateAfterChange, wasApproved } from "./tool-rules";
import { SIGNS_EDITION } from "./tool-signs";
import type { ToolNames } from "./tool-signs-names";

/** `seenAt` is written no more often than this, so that points which report again and again cost nothing. */
const SEEN_EVERY_MS = 5 * 60_000;

/** Nothing to write: every tool is known with this definition, and was read by the rules of today. */
export const nothingNew = (seen: SeenTool[], known: Map<string, KnownTool>): boolean =>
  seen.every((tool) => {
    const before = known.get(tool.name) ?? null;
    return before?.signsEdition === SIGNS_EDITION && sightingOf(before, tool.digest, true) === "same";
  });

export async function applySightings(tx: TxCtx, report: Report): Promise<AuditEvent[]> {
  const { server, seen } = report;
  const names = seen.map(({ name }) => name);
  // Twice in the list for those that are known: the known one is older, and a tool is never compared with itself.
  const offered = seen.map(({ name, digest }) => ({ server, name, digest, since: tx.now.getTime() }));
  const others = await toolNames(tx, offered);
  const { added, events } = await addTools(tx, report, others);
  const known = await knownTools(tx.db, { orgId: tx.orgId, server, names, lock: true });
  for (const tool of seen) {
    const before = known.get(tool.name);
    if (!before || added.has(tool.name)) continue;
    const event = await applyOne(tx, report, tool, before, others);
    if (event) events.push(event);
  }
  await touchSeen(tx, [...known.values()]);
  return events;
}

async function applyOne(
  tx: TxCtx,
  report: Report,
  tool: SeenTool,
  before: KnownTool,
  others: ToolNames,
): Promise<AuditEvent | null> {
  if (before.signsEdition === SIGNS_EDITION && sightingOf(before, tool.digest, true) === "same") return null;
  const { server } = report;
  const reading = await readSigns({ ...tool, server, createdAt: before.createdAt }, others);
  const sighting = sightingOf(before, tool.digest, mayTrustUnread(tool, reading.signs));
  const state = sighting === "changed" ? stateAfterChange(before.state) : before.state;
  await store(tx, tool, before, { sighting, state, reading });
  const after = {
    ...before,
    server,
    state,
    definition: tool.text,
    definitionDigest: tool.digest,
    signs: reading.signs,
  };
  await findSuspicious(tx, after);
  if (sighting === "changed" && wasApproved(before)) await findChanged(tx, after, report.agentId);
  const target = toolTarget({ id: before.id, server, name: tool.name });
  const detail = eventDetail(report, tool, before, state, reading);
  if (sighting === "firstUse") return { action: "tool.approved", target, detail: { firstUse: true, ...detail.pinned } };
  return sighting === "changed" ? { action: "tool.changed", target, detail: detail.changed } : null;
}

type Outcome = { sighting: Sighting; state: Tool["state"]; reading: Reading };

async function store(tx: TxCtx, tool: SeenTool, before: KnownTool, { sighting, state, reading }: Outcome) {
  const seen = { definition: tool.text, definitionDigest: tool.digest, seenAt: tx.now };
  const pinned = { pinnedDefinition: tool.text, pin: tool.digest, pinnedAt: tx.now, trustedFirstUse: true };
  await tx.db.tool.update({
    where: { id_orgId: { id: before.id, orgId: tx.orgId } },
    data: {
      ...reading,
      ...(sighting === "same" ? {} : { ...seen, state, updatedAt: tx.now }),
      ...(sighting === "firstUse" ? pinned : {}),
    },
    select: { id: true },
  });
}

function eventDetail(report: Report, tool: SeenTool, before: KnownTool, state: Tool["state"], reading: Reading) {
  const { agentId } = report;
  return {
    pinned: { agentId, pin: tool.digest },
    changed: {
      agentId,
      from: before.definitionDigest,
      to: tool.digest,
      pin: before.pin,
      state: { from: before.state, to: state },
      objection: tool.objection,
      signs: reading.signs.length,
      signSeverity: reading.signSeverity,
    },
  };
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
