/** What a suppression takes out of sight. Pure. */
import type { Hit } from "./detection";
import type { AgentHour } from "./hours";

export type Standing = { id: string; detection: string; subjectKind: string; subjectId: string };

/** The suppression that keeps this hit from being raised, if there is one. */
export const suppressedBy = (all: readonly Standing[], detection: string, { subject }: Hit): string | null =>
  all.find((one) => one.detection === detection && one.subjectKind === subject.kind && one.subjectId === subject.id)
    ?.id ?? null;

/** An hour as a detection sees it: calls of tools that are suppressed for it do not count. */
export function withoutTools(all: readonly Standing[], detection: string, hour: AgentHour): AgentHour {
  const tools = new Set(
    all.flatMap((one) => (one.detection === detection && one.subjectKind === "tool" ? [one.subjectId] : [])),
  );
  if (tools.size === 0) return hour;
  return { ...hour, cells: hour.cells.filter(({ tool }) => !tools.has(tool)) };
}
