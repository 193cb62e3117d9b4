/** What the rows of a file would add, held against what is there. Pure: it is given who and what is known. */
import type { Problem, RawRow } from "./call-table";
import type { CallOutcome, PreviewedCall } from "./contract";
import { readCells, type ToldCall } from "./read-cells";

export type Recorded = { agentId: string; agentName: string; tool: string; effect: string | null };
export type Known = {
  agents: { ids: ReadonlySet<string>; names: ReadonlySet<string> };
  /** Digests of imported calls by their id. */
  imported: ReadonlyMap<string, string>;
  /** Calls that a point or telemetry reported, by their id. */
  recorded: ReadonlyMap<string, Recorded>;
};
export type Read = { row: RawRow; call: ToldCall | null; problems: Problem[] };
/** `call` is what would be written, which is null where nothing is. */
export type Planned = { shown: PreviewedCall; call: ToldCall | null };

export const readAll = (rows: readonly RawRow[], now: Date): Read[] =>
  rows.map((row) => ({ row, ...readCells(row, now) }));

/** The file's own id of a call, by which a point or telemetry may have reported it. */
export const ownId = ({ id }: ToldCall): string => id.slice(id.indexOf(":") + 1);

export function planCalls(read: readonly Read[], known: Known): Planned[] {
  const firsts = new Map<string, { line: number; digest: string }>();
  return read.map(({ row, call, problems }): Planned => {
    const shown = (outcome: CallOutcome, more: readonly Problem[] = []): PreviewedCall => ({
      line: row.line,
      outcome,
      at: call?.at ?? null,
      agent:
        (call ? (call.agentName ?? call.agentId) : (row.cells.agentName ?? row.cells.agentId))?.slice(0, 120) ?? "",
      unknownAgent: call !== null && outcome === "new" && !isKnown(call, known),
      tool: (call?.tool ?? row.cells.tool ?? "").slice(0, 300),
      effect: call?.effect ?? null,
      problems: [...problems, ...more],
    });
    const refused = (field: Problem["field"], message: string, value: string): Planned => ({
      shown: shown("error", [{ field, message, value }]),
      call: null,
    });
    if (call === null) return { shown: shown("error"), call: null };
    const first = firsts.get(call.id);
    firsts.set(call.id, first ?? { line: row.line, digest: call.bodyDigest });
    const id = ownId(call);
    if (first && first.digest !== call.bodyDigest)
      return refused("id", `Line ${first.line} tells of another call under this id.`, id);
    if (first) return { shown: shown("same"), call: null };
    const before = known.imported.get(call.id);
    if (before !== undefined && before !== call.bodyDigest)
      return refused("id", "Another call was imported under this id. A call is stored once, and never changed.", id);
    if (before !== undefined) return { shown: shown("same"), call: null };
    const recorded = known.recorded.get(id);
    if (recorded && !agrees(call, recorded))
      return refused("id", "Another call was reported here under this id. What was reported is never changed.", id);
    if (recorded) return { shown: shown("same"), call: null };
    if (call.agentName === null && !isKnown(call, known))
      return refused("agentId", "No agent here has this id. Name the agent as well.", call.agentId ?? "");
    return { shown: shown("new"), call };
  });
}

const isKnown = ({ agentId, agentName }: ToldCall, { agents }: Known): boolean =>
  (agentId !== null && agents.ids.has(agentId)) || (agentName !== null && agents.names.has(agentName));

/** As far as the file says. */
const agrees = (call: ToldCall, recorded: Recorded): boolean =>
  (call.agentId === null ? call.agentName === recorded.agentName : call.agentId === recorded.agentId) &&
  call.tool === recorded.tool &&
  (call.effect === null || recorded.effect === null || call.effect === recorded.effect);

export function countsOf(planned: readonly Planned[]): Record<CallOutcome, number> {
  const counts = { new: 0, same: 0, error: 0 };
  for (const { shown } of planned) counts[shown.outcome] += 1;
  return counts;
}
