/** Private to this folder: turns items of the feed into events, for what a sink wants. */
import type { Db } from "@/lib/db/client";
import { Prisma, type Sink as SinkRow } from "@/lib/db/generated/client";
import { asksForDecision, type ChatRequest, newsOf } from "./chat-message";
import { isChat, SinkKind } from "./contract";
import type { FeedItem } from "./feed";
import { type AuditRow, auditEvent } from "./ocsf/audit-event";
import { type CallRow, callEvent, type GapRow, gapEvent, type OutcomeRow, outcomeEvent } from "./ocsf/call-event";
import type { OutEvent } from "./ocsf/event";
import { type ReportedRow, reportedEvent } from "./ocsf/reported-event";

export type Loaded = FeedItem & {
  /** Null: not for this sink, or its row is gone. */
  event: OutEvent | null;
  gone: boolean;
  fact: AuditRow | null;
  /** For a chat: the request that the fact is about. */
  request: ChatRequest | null;
  /** Of an event that is sent again: its dead letter, with the number that it had. */
  letter: { id: string; sequence: bigint } | null;
};

type Found = { event: OutEvent; fact: AuditRow | null };
type Key = { source: string; ref: string };
const keyOf = ({ source, ref }: Key): string => `${source} ${ref}`;

/** Which sources of the feed a sink looks at at all. Findings are administrative facts. */
export function wantsSource(sink: Pick<SinkRow, "kind" | "sends">, source: string): boolean {
  if (source === "audit") return isChat(SinkKind.parse(sink.kind)) || sink.sends.some((each) => each !== "calls");
  return sink.sends.includes("calls");
}

function wantsFact(sink: Pick<SinkRow, "kind" | "sends">, action: string): boolean {
  if (isChat(SinkKind.parse(sink.kind))) return sink.sends.includes(newsOf(action) ?? "");
  return sink.sends.includes(/^(finding|incident)\./.test(action) ? "findings" : "audit");
}

export async function loadItems(db: Db, sink: SinkRow, items: readonly FeedItem[]): Promise<Loaded[]> {
  const letters = await loadLetters(db, sink, refsOf(items, "dead"));
  const keys = items.map((item): Key => letters.get(item.ref) ?? item);
  const found = await findEvents(
    db,
    sink.orgId,
    keys.filter(({ source }) => wantsSource(sink, source)),
  );
  const requests = await readRequests(db, sink, found);
  return items.map((item, index): Loaded => {
    const key = keys[index] ?? item;
    const at = found.get(keyOf(key));
    const again = item.source === "dead" ? letters.get(item.ref) : undefined;
    const letter = again ? { id: again.id, sequence: again.sequence } : null;
    const wanted = letter !== null || (wantsSource(sink, key.source) && (!at?.fact || wantsFact(sink, at.fact.action)));
    if (!wanted || !at) {
      // A dead letter that was deleted meanwhile is nobody's loss.
      return { ...item, event: null, gone: wanted && !at && item.source !== "dead", fact: null, request: null, letter };
    }
    const request = requests.get(at.fact?.targetId ?? "") ?? null;
    // A chat is not asked for what has ended meanwhile.
    if (at.fact && request && !request.open && asksForDecision(at.fact.action) && !letter)
      return { ...item, event: null, gone: false, fact: null, request: null, letter };
    return { ...item, ...at, request, gone: false, letter };
  });
}

const refsOf = (keys: readonly Key[], source: string): string[] =>
  keys.filter((key) => key.source === source).map(({ ref }) => ref);

async function loadLetters(db: Db, sink: SinkRow, ids: string[]) {
  if (ids.length === 0) return new Map<string, { id: string; source: string; ref: string; sequence: bigint }>();
  const rows = await db.deadLetter.findMany({
    where: { sinkId: sink.id, orgId: sink.orgId, id: { in: ids }, status: "queued" },
    select: { id: true, source: true, ref: true, sequence: true },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

async function findEvents(db: Db, orgId: string, keys: readonly Key[]): Promise<Map<string, Found>> {
  const found = new Map<string, Found>();
  const add = (source: string, ref: string, event: OutEvent, fact: AuditRow | null = null) =>
    found.set(keyOf({ source, ref }), { event, fact });
  const [facts, calls, outcomes, gaps, reported] = await Promise.all([
    readFacts(db, orgId, refsOf(keys, "audit")),
    readCalls(db, orgId, refsOf(keys, "call")),
    readOutcomes(db, orgId, refsOf(keys, "outcome")),
    readGaps(db, orgId, refsOf(keys, "gap")),
    readReported(db, orgId, refsOf(keys, "reported")),
  ]);
  for (const row of facts) add("audit", row.id, auditEvent(row), row);
  for (const row of calls) add("call", row.id, callEvent(row));
  for (const row of outcomes) add("outcome", row.callId, outcomeEvent(row));
  for (const row of gaps) add("gap", row.id, gapEvent(row));
  for (const row of reported) add("reported", `${row.mediation} ${row.id}`, reportedEvent(row));
  return found;
}

/** The requests that the facts of a chat are about. */
async function readRequests(db: Db, sink: SinkRow, found: ReadonlyMap<string, Found>) {
  const facts = [...found.values()].flatMap(({ fact }) => (fact?.targetKind === "checkpoint" ? fact.targetId : []));
  if (!isChat(SinkKind.parse(sink.kind)) || facts.length === 0)
    return new Map<string, ChatRequest & { open: boolean }>();
  const rows = await db.$queryRaw<(ChatRequest & { id: string; open: boolean })[]>(Prisma.sql`
    SELECT "id", "agentId", "agentName", "operationClass", "riskTier", "expiresAt",
      "status" = 'pending' AND "expiresAt" > now() AS "open"
    FROM "Checkpoint" WHERE "orgId" = ${sink.orgId} AND "id" = ANY(${[...new Set(facts)]})`);
  return new Map(rows.map((row) => [row.id, row]));
}

const readFacts = async (db: Db, orgId: string, ids: string[]): Promise<AuditRow[]> =>
  ids.length === 0
    ? []
    : db.$queryRaw<AuditRow[]>(Prisma.sql`
        SELECT "seq", "id", "orgId", "at", "actorKind", "actorId", "actorName", "action", "targetKind", "targetId",
          "targetName", "requestId", "leaf", "leafHash"
        FROM "AuditEntry" WHERE "id" = ANY(${ids}) AND "orgId" = ${orgId}`);

const readCalls = async (db: Db, orgId: string, ids: string[]): Promise<CallRow[]> =>
  ids.length === 0
    ? []
    : db.$queryRaw<CallRow[]>(Prisma.sql`
        SELECT "orgId", "id", "at", "pepId", "agentId", "agentName", "tool", "operationClass", "effect", "code",
          "enforced", "reason", "policies", "revision", "argumentsDigest", "onBehalfOf", "chain", "checkpointId", "traceId"
        FROM "CallById" WHERE "orgId" = ${orgId} AND "id" = ANY(${ids})`);

const readOutcomes = async (db: Db, orgId: string, ids: string[]): Promise<OutcomeRow[]> =>
  ids.length === 0
    ? []
    : db.$queryRaw<OutcomeRow[]>(Prisma.sql`
        SELECT o."orgId", o."callId", o."id", o."at", o."pepId", o."outcome", o."durationMs", o."error",
          e."agentId", e."agentName", e."tool", e."operationClass"
        FROM "ActivityOutcome" o
        LEFT JOIN "CallById" e ON e."orgId" = o."orgId" AND e."id" = o."callId" AND e."pepId" = o."pepId"
        WHERE o."orgId" = ${orgId} AND o."callId" = ANY(${ids})`);

const readGaps = async (db: Db, orgId: string, ids: string[]): Promise<GapRow[]> =>
  ids.length === 0
    ? []
    : db.$queryRaw<GapRow[]>(Prisma.sql`
        SELECT "orgId", "id", "at", "pepId", "lost", "firstAt", "lastAt", "reason"
        FROM "ActivityGap" WHERE "orgId" = ${orgId} AND "id" = ANY(${ids})`);

/** A reference is the state and the id: a call that turns out to be decided after all is another event, and the first one stays as it was. */
const readReported = async (db: Db, orgId: string, refs: string[]): Promise<ReportedRow[]> =>
  refs.length === 0
    ? []
    : db.$queryRaw<ReportedRow[]>(Prisma.sql`
        SELECT f."mediation", e."orgId", e."id", e."at", e."reporterId", e."reporterName", e."agentId", e."agentName", e."tool", e."outcome",
          e."durationMs", e."error", e."argumentsDigest", e."onBehalfOf", e."traceId", e."spanId",
          CASE f."mediation" WHEN 'decided' THEN e."decisionId" END AS "decisionId"
        FROM (SELECT split_part(ref, ' ', 1) AS "mediation", substr(ref, strpos(ref, ' ') + 1) AS "id"
          FROM unnest(${refs}::text[]) AS ref) f
        JOIN "ReportedCall" e ON e."orgId" = ${orgId} AND e."id" = f."id"
        WHERE f."mediation" IN ('decided', 'unmediated')`);
